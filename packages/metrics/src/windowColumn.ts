import type { Labels } from './types.ts';

/** One series of a window: its ring, and the push that last brought a known value. */
export class Column {
  readonly labels: Labels;
  readonly ring: Float64Array;
  lastKnownPush = 0;

  constructor(labels: Labels, capacity: number) {
    this.labels = labels;
    this.ring = new Float64Array(capacity).fill(Number.NaN);
  }
}

/** `labelKey` of a series without labels. */
export const NO_LABELS = '[]';

const keys = new WeakMap<Labels, string>();

/** The same text for the same labels in any order; remembered by object, since callers pass the ones they were given. */
export function labelKey(labels: Labels): string {
  const known = keys.get(labels);
  if (known !== undefined) return known;
  const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  keys.set(labels, key);
  return key;
}
