'use server';
import { cookies } from 'next/headers';
import { parseTheme, THEME_COOKIE } from './theme.ts';

const YEAR_SECONDS = 31_536_000;

/** Keeps the choice for a year, in a cookie that the server reads before the first paint. Anything unknown means `system`. */
export const rememberTheme = async (theme: string): Promise<void> => {
  const jar = await cookies();
  jar.set(THEME_COOKIE, parseTheme(theme), { path: '/', maxAge: YEAR_SECONDS, sameSite: 'lax', httpOnly: true });
};
