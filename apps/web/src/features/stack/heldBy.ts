import type { Layer, LayerModel } from '@netstrata/metrics';

/** For each layer, top first, the nearest one below it that is saturated: its limit is theirs too. */
export const heldBy = (layers: readonly LayerModel[]): readonly (Layer | undefined)[] =>
  layers.map((_, index) => layers.slice(index + 1).find(({ state }) => state === 'saturated')?.layer);
