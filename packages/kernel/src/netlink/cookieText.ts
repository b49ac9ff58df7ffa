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
