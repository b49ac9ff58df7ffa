/** A socket's cookie as `ss -e` prints it: hex without leading zeros. */
export function cookieText({
  cookieHigh,
  cookieLow,
}: {
  readonly cookieHigh: number;
  readonly cookieLow: number;
}): string {
  if (cookieHigh === 0) return cookieLow.toString(16);
  return cookieHigh.toString(16) + cookieLow.toString(16).padStart(8, '0');
}

/** Whether a socket has the cookie that this text says, without making a text of each one's. */
export function cookieMatcher(
  text: string,
): (socket: { readonly cookieHigh: number; readonly cookieLow: number }) => boolean {
  if (!/^[0-9a-f]{1,16}$/.test(text)) return () => false;
  const high = Number.parseInt(text.slice(0, -8) || '0', 16);
  const low = Number.parseInt(text.slice(-8), 16);
  return ({ cookieHigh, cookieLow }) => cookieLow === low && cookieHigh === high;
}
