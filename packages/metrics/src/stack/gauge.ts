import { formatValue } from '../format.ts';
import { shareOf } from '../rates.ts';
import { type Words, words } from '../words/index.ts';
import type { Signal } from './signal.ts';
import type { Levels } from './thresholds.ts';
import type { Gauge, LayerState } from './types.ts';

export interface GaugeInput extends Omit<Gauge<Words>, 'fraction' | 'state' | 'marks'> {
  readonly marks?: Gauge<Words>['marks'];
  readonly levels: Levels;
  /** Subject of the sentence when it is full: "the accept queue of nginx :8080"; it ends in a Chinese character in Chinese. */
  readonly subject: Words;
  readonly pageSizeBytes?: number;
  /** Overrides what the fraction says: an empty machine is calm, not unknown. */
  readonly state?: LayerState;
}

/** A gauge, and what it says about its layer when it fills. */
export interface Reading {
  readonly gauge: Gauge<Words>;
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
  // Of a share the whole goes without saying.
  const [of, ofChinese] = rest.unit === 'share' ? ['', ''] : [` of ${text(rest.limit)}`, ` / ${text(rest.limit)}`];
  const says = state === 'saturated' ? words('is full', '已满') : words('is filling', '将满');
  const signals =
    state === 'saturated' || state === 'busy'
      ? [
          {
            state,
            text: words(
              `${subject.en} ${says.en}: ${text(rest.value)}${of}`,
              `${subject['zh-CN']}${says['zh-CN']}：${text(rest.value)}${ofChinese}`,
            ),
          },
        ]
      : [];
  return { gauge: { ...rest, marks, fraction, state }, signals };
}
