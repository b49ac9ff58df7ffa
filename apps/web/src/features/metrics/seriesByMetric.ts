import type { LayerUpdate, LayerValue } from '@netstrata/protocol/types';

const made = new WeakMap<readonly LayerValue[], ReadonlyMap<string, readonly LayerValue[]>>();
const NONE: ReadonlyMap<string, readonly LayerValue[]> = new Map();

/** The series of a layer by their metric, made once for each message. */
export const seriesByMetric = (update: LayerUpdate | undefined): ReadonlyMap<string, readonly LayerValue[]> => {
  if (update === undefined) return NONE;
  const known = made.get(update.values);
  if (known !== undefined) return known;
  const byMetric = new Map<string, LayerValue[]>();
  for (const value of update.values) {
    const before = byMetric.get(value.metric);
    if (before === undefined) byMetric.set(value.metric, [value]);
    else before.push(value);
  }
  made.set(update.values, byMetric);
  return byMetric;
};
