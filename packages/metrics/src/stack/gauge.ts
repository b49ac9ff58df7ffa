import { formatValue } from '../format.ts';
import { shareOf } from '../rates.ts';
import type { Signal } from './signal.ts';
import type { Levels } from './thresholds.ts';
import type { Gauge, LayerState } from './types.ts';

export interface GaugeInput extends Omit<Gauge, 'fraction' | 'state' | 'marks'> {
  readonly marks?: Gauge['marks'];
  readonly levels: Levels;
  /** Subject of the sentence when it is full: "the accept queue of nginx :8080". */
  readonly subject: string;
  readonly pageSizeBytes?: number;
  /** Overrides what the fraction says: an empty machine is calm, not unknown. */
  readonly state?: LayerState;
}

/** A gauge, and what it says about its layer when it fills. */
export interface Reading {
  readonly gauge: Gauge;
  readonly signals: readonly Signal[];
}

function levelState(fraction: number | undefined, levels: Levels): LayerState {
  if (fraction === undefined) return 'unknown';
  if (fraction >= levels.saturated) return 'saturated';
  return fraction >= levels.busy ? 'busy' : 'calm';
}

export function readGauge(input: GaugeInput): Reading {
  const { levels, subject, pageSizeBytes, marks = [], state: override, ...rest } = input;
  const fraction = shareOf(rest.value, rest.limit);
  const state = override ?? levelState(fraction, levels);
  const options = pageSizeBytes === undefined ? {} : { pageSizeBytes };
  const text = (value: number | undefined) => formatValue(value, rest.unit, options);
  const says = state === 'saturated' ? 'is full' : 'is filling';
  const signals =
    state === 'saturated' || state === 'busy'
      ? [{ state, text: `${subject} ${says}: ${text(rest.value)} of ${text(rest.limit)}` }]
      : [];
  return { gauge: { ...rest, marks, fraction, state }, signals };
}
