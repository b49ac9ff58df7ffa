import { cookies, headers } from 'next/headers';
import { LOCALE_COOKIE, type Locale, localeOf } from './locale.ts';

/** What the request's cookie says, else what its browser asks for. */
export const chosenLocale = async (): Promise<Locale> =>
  localeOf((await cookies()).get(LOCALE_COOKIE)?.value, (await headers()).get('accept-language'));
