import { LOCALES, type Locale, type Words } from './types.ts';

/** One after the other; empty ones leave no gap. Between sentences English needs a space, Chinese none: `SENTENCES`. */
export function joinWords(parts: readonly Words[], between: Words): Words {
  const join = (locale: Locale) =>
    parts
      .map((part) => part[locale])
      .filter((text) => text !== '')
      .join(between[locale]);
  return Object.fromEntries(LOCALES.map((locale) => [locale, join(locale)])) as Record<Locale, string>;
}

/** Between whole sentences. */
export const SENTENCES: Words = { en: ' ', 'zh-CN': '' };
/** Between the items of a list. */
export const COMMAS: Words = { en: ', ', 'zh-CN': '、' };
/** Between two of a list that has two. */
export const AND: Words = { en: ' and ', 'zh-CN': ' 和 ' };
/** Between parts that hold commas themselves. */
export const SEMICOLONS: Words = { en: '; ', 'zh-CN': '；' };
