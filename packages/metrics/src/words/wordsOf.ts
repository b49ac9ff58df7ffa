import type { Locale, Words } from './types.ts';

export function wordsOf(words: Words, locale: Locale): string {
  return words[locale];
}
