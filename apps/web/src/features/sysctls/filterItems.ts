import type { Layer } from '@netstrata/metrics';
import type { SysctlItem } from './sysctlItems.ts';

export const SHOWN = ['all', 'changed', 'recommended', 'drifted', 'kept'] as const;
export type Shown = (typeof SHOWN)[number];

/** What of each setting decides whether it is shown. */
const IS: Readonly<Record<Shown, (item: SysctlItem) => boolean>> = {
  all: () => true,
  changed: ({ differs }) => differs === true,
  recommended: ({ recommended }) => recommended !== undefined,
  drifted: ({ drifted }) => drifted,
  kept: ({ change }) => change !== undefined,
};

export const countShown = (items: readonly SysctlItem[], shown: Shown): number => items.filter(IS[shown]).length;

export interface Filter {
  readonly shown: Shown;
  readonly layer: Layer | undefined;
  /** Every word must occur in the name or in what `wordsOf` gives. */
  readonly search: string;
  /** What the reader reads of an entry, in their language. */
  readonly wordsOf: (item: SysctlItem) => string;
}

export const filterItems = (
  items: readonly SysctlItem[],
  { shown, layer, search, wordsOf }: Filter,
): readonly SysctlItem[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    const { entry } = item;
    if (!IS[shown](item) || (layer !== undefined && entry.layer !== layer)) return false;
    if (words.length === 0) return true;
    const text = `${entry.name}\n${entry.unit}\n${wordsOf(item)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
};
