const YEAR_SECONDS = 31_536_000;

/**
 * Keeps a choice of this browser for a year, in a cookie that the server reads before the first paint. `document.cookie`
 * does it everywhere: the cookie store of browsers is missing on addresses that are neither local nor https.
 */
export const rememberChoice = (name: string, value: string): void => {
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; SameSite=Lax; Max-Age=${YEAR_SECONDS}`;
};
