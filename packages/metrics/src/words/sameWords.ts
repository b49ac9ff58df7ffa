import type { Words } from './types.ts';

/** What reads the same in every language: an address, a command, a number with its unit. */
export function sameWords(text: string): Words {
  return { en: text, 'zh-CN': text };
}

export const NO_WORDS = sameWords('');
