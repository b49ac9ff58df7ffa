import { THEME_COOKIE, type Theme } from './theme.ts';

const YEAR_MS = 31_536_000_000;

/**
 * Keeps the choice for a year, in a cookie that the server reads before the first paint. Where the browser has no cookie
 * store (an address that is neither local nor https), the choice holds until the page is loaded again.
 */
export const rememberTheme = (theme: Theme): void => {
  if (!('cookieStore' in window)) return;
  window.cookieStore
    .set({ name: THEME_COOKIE, value: theme, path: '/', sameSite: 'lax', expires: Date.now() + YEAR_MS })
    .catch(() => {
      // Cookies are switched off.
    });
};
