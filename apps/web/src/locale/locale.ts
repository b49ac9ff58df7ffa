import type { Locale } from '@netstrata/metrics';

export { LOCALE_COOKIE, LOCALES, type Locale, localeOf } from '@netstrata/metrics';

/** How people who speak it call it. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '简体中文' };
