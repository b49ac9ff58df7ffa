import type { Severity } from '@netstrata/advisor/types';
import type { Layer, LayerModel, LayerState } from '@netstrata/metrics';

export interface Verdict {
  readonly state: LayerState;
  /** The layer that hurts most; the lowest of equals, because a layer's limit is the ceiling of those above it. */
  readonly layer: Layer | undefined;
  readonly reason: string;
  /** Other layers that are not calm, worst first. */
  readonly also: readonly Layer[];
  readonly unknown: readonly Layer[];
}

const RANK: Readonly<Record<LayerState, number>> = { saturated: 2, busy: 1, calm: 0, unknown: 0 };

/** The stack in one sentence. Layers come top first. */
export const verdictOf = (layers: readonly LayerModel[]): Verdict => {
  const hurting = layers.filter(({ state }) => RANK[state] > 0).toReversed();
  const [worst, ...others] = hurting.toSorted((a, b) => RANK[b.state] - RANK[a.state]);
  const unknown = layers.filter(({ state }) => state === 'unknown').map(({ layer }) => layer);
  if (worst !== undefined)
    return {
      state: worst.state,
      layer: worst.layer,
      reason: worst.reason,
      also: others.map(({ layer }) => layer),
      unknown,
    };
  const state = layers.length > unknown.length ? 'calm' : 'unknown';
  return { state, layer: undefined, reason: '', also: [], unknown };
};

/**
 * True where advice says more of a host that is live than its layers do. What is critical fills no buffer at times (ports that run out, a
 * path that swallows large packets), and comes before layers that are only busy; anything else speaks where all of them are calm.
 */
export const speaksFirst = ({ state, unknown }: Verdict, severity: Severity | undefined): boolean => {
  if (severity === 'critical') return state === 'calm' || state === 'busy';
  return severity !== undefined && state === 'calm' && unknown.length === 0;
};
