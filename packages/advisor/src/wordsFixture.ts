import type { Words } from '@netstrata/metrics';

/** Commands, messages and settings that are quoted: the same in every language. */
const quoted = (text: string): readonly string[] => text.match(/"[^"]+"/g) ?? [];
const numbers = (text: string): readonly string[] => text.match(/\d+(?:[.,]\d+)*/g) ?? [];
const names = (text: string): readonly string[] =>
  text.match(/\b(?:net|fs|vm|kernel)\.[\w.]*\w|\b[a-z]+_[a-z_]+\w*/g) ?? [];
/** A language that has words for what it says, and not only names, numbers and signs. */
const hasWords = (text: string): boolean => /[a-z]{2,} [a-z]{2,}/.test(text.replaceAll(/"[^"]+"/g, ''));
const bare = (text: string): string => text.replaceAll(/[\p{Punctuation}\s]/gu, '');
const HAN = /\p{Script=Han}/u;

/** For tests: what one language says and the other does not; empty for words that agree. */
export function disagreements({ en, 'zh-CN': zh }: Words): readonly string[] {
  const missing = (what: (text: string) => readonly string[], from: string, to: string) => {
    const there = new Set(what(to));
    return what(from).filter((part) => !there.has(part));
  };
  return [
    ...((en === '') === (zh === '') ? [] : ['one is empty']),
    ...(hasWords(en) && !HAN.test(zh) && bare(en) !== bare(zh) ? [`not Chinese: ${zh}`] : []),
    ...(HAN.test(en) ? [`not English: ${en}`] : []),
    ...missing(numbers, en, zh).map((part) => `${part} only in English: ${zh}`),
    ...missing((text) => numbers(text).filter(({ length }) => length > 1), zh, en).map(
      (part) => `${part} only in Chinese: ${zh}`,
    ),
    ...missing(quoted, en, zh).map((part) => `${part} only in English: ${zh}`),
    ...missing(quoted, zh, en).map((part) => `${part} only in Chinese: ${zh}`),
    ...missing(names, en, zh).map((part) => `${part} only in English: ${zh}`),
    ...(/[\p{Script=Han}][A-Za-z0-9]|[A-Za-z0-9%][\p{Script=Han}]/u.test(zh)
      ? [`no space between the scripts: ${zh}`]
      : []),
    ...(/[\p{Script=Han}][,;:?!]|[\p{Script=Han}]\./u.test(zh) ? [`narrow punctuation: ${zh}`] : []),
    ...[en, zh].filter((text) => /\[object|undefined|NaN/.test(text)),
  ];
}
