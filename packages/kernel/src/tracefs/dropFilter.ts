/**
 * What is freed with these reasons and belongs to no network protocol (EtherType 0) are messages of Unix and netlink sockets that nobody
 * read before the socket was closed: no packet of the network stack.
 */
const NO_PACKET_REASONS = ['NOT_SPECIFIED', 'SOCKET_CLOSE', 'QUEUE_PURGE'];

/**
 * The filter that skb:kfree_skb is given, so that the kernel does not even record what is no drop of the network stack. Names
 * have other numbers in other kernels; one without reasons leaves the protocol alone.
 */
export function dropFilter(reasons: ReadonlyMap<number, string>): string {
  const numbers = [...reasons].filter(([, name]) => NO_PACKET_REASONS.includes(name)).map(([number]) => number);
  if (numbers.length === 0) return 'protocol != 0';
  return `protocol != 0 || (${numbers.map((number) => `reason != ${number}`).join(' && ')})`;
}
