import type { MetricDescription } from '@netstrata/metrics';

/** Something that can be chosen; `words` are what it is also found by. */
export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly words: string;
  readonly keys?: string;
  readonly href?: string;
  readonly run?: () => void;
}

/** Lists of hundreds are cut: who types on finds the rest. */
const MOST_OF_LIST = 8;

/**
 * How well an item fits what was typed, 0 for not at all: every word must occur; at the beginning of a word counts more,
 * and in the title more than elsewhere.
 */
export const scoreOf = ({ title, detail = '', words }: PaletteItem, wanted: string): number => {
  const parts = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const inTitle = title.toLowerCase();
  const elsewhere = `${detail} ${words}`.toLowerCase();
  let score = 1;
  for (const part of parts) {
    if (startsWord(inTitle, part)) score += 4;
    else if (inTitle.includes(part)) score += 3;
    else if (startsWord(elsewhere, part)) score += 2;
    else if (elsewhere.includes(part)) score += 1;
    else return 0;
  }
  return score + (inTitle === wanted.trim().toLowerCase() ? 8 : 0);
};

const startsWord = (text: string, part: string): boolean => {
  const at = text.indexOf(part);
  return at === 0 || (at > 0 && /[\s./_-]/.test(text.charAt(at - 1)));
};

/** The items that fit best, in their order among equals; all of them, as far as there is room, when nothing was typed. */
export const bestOf = (items: readonly PaletteItem[], wanted: string, most = MOST_OF_LIST): readonly PaletteItem[] =>
  items
    .map((item) => ({ item, score: scoreOf(item, wanted) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ item }) => item);

/** At least this long, since shorter words are everywhere. */
const TELLING_LETTERS = 4;

/** Those that have any of the words that were typed, those with most of them first: for what nothing fits whole. */
export const nearestOf = (items: readonly PaletteItem[], wanted: string, most: number): readonly PaletteItem[] => {
  const parts = wanted.split(/\s+/).filter(({ length }) => length >= TELLING_LETTERS);
  return items
    .map((item) => ({ item, found: parts.filter((part) => scoreOf(item, part) > 0).length }))
    .filter(({ found }) => found > 0)
    .toSorted((a, b) => b.found - a.found)
    .slice(0, most)
    .map(({ item }) => item);
};

/** A metric as an item: found by its id, the kernel's name and its title, in the reader's language and in English. */
export const metricItem = (
  { id, title, kernelName }: MetricDescription,
  shown: { readonly title: string; readonly href: string },
): PaletteItem => ({ id: `metric ${id}`, detail: id, words: `${title} ${kernelName ?? ''}`, ...shown });
