import type { IncomingMessage } from 'node:http';
import { LOCALE_COOKIE, type Locale, localeOf } from '@netstrata/metrics';
import { cookieOf } from '../access/cookies.ts';

/** The language that a request is answered in: what was chosen (cookie), else `Accept-Language`, else English. */
export function localeOfRequest({ headers }: Pick<IncomingMessage, 'headers'>): Locale {
  return localeOf(cookieOf(headers.cookie ?? '', LOCALE_COOKIE), headers['accept-language']);
}
