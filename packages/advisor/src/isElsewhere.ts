/** Whether an address is not one of loopback: what goes there leaves the host, unless it is another address of its own. */
export function isElsewhere(address: string): boolean {
  return !/^(::ffff:)?127\./.test(address) && address !== '::1';
}
