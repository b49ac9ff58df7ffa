import { LOCALES, type Locale } from './types.ts';

/** Where a browser keeps the language that somebody chose: the server reads it to answer in the right one from the first byte. */
export const LOCALE_COOKIE = 'netstrata-locale';

/** The language that was chosen; without a choice the one that the browser asks for; English for anything else. */
export function localeOf(chosen: unknown, accepted: string | null | undefined): Locale {
  return LOCALES.find((locale) => locale === chosen) ?? acceptedLocale(accepted ?? '');
}

/** By `Accept-Language`: the known language with the highest weight, the first of equals. */
function acceptedLocale(header: string): Locale {
  const wishes = header.split(',').flatMap((wish) => {
    const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';');
    const weight = Number(
      parameters
        .find((each) => each.trim().startsWith('q='))
        ?.trim()
        .slice(2) ?? 1,
    );
    const locale = tag.startsWith('zh') ? 'zh-CN' : tag.startsWith('en') ? 'en' : undefined;
    return locale === undefined || !(weight > 0) ? [] : [{ locale, weight } as const];
  });
  return wishes.toSorted((a, b) => b.weight - a.weight)[0]?.locale ?? 'en';
}
