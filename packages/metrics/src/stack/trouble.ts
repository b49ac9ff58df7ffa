import { formatRate } from '../format.ts';
import { rateOfAll, sumRate } from '../rates.ts';
import type { SampleWindow } from '../types.ts';
import { type Words, words } from '../words/index.ts';
import type { Signal } from './signal.ts';
import { NOW_SECONDS } from './thresholds.ts';
import type { LayerState, Trouble } from './types.ts';

/** A counter of something gone wrong. */
export interface TroubleSpec {
  readonly id: string;
  readonly title: Words;
  /** Counters added together, the first gives its name to the entry: IPv4 and IPv6 of one thing. */
  readonly metrics: readonly string[];
  /** `drop`: any of it now saturates the layer. A number: events a second above which the layer is busy. */
  readonly weight: 'drop' | number;
  /** True where its absence must be seen: without it nobody can say that nothing was dropped. */
  readonly core?: boolean;
}

export interface TroubleReading {
  readonly troubles: readonly Trouble<Words>[];
  readonly signals: readonly Signal[];
}

function stateOf(perSecond: number | undefined, weight: TroubleSpec['weight']): LayerState {
  if (perSecond === undefined) return 'unknown';
  if (weight === 'drop') return perSecond > 0 ? 'saturated' : 'calm';
  return perSecond > weight ? 'busy' : 'calm';
}

/** "accept queue overflows: 5.20/s"; the title keeps its capitals where they are a name ("TCP …"). */
export function troubleText({ en, 'zh-CN': zh }: Words, perSecond: number): Words {
  const start = /^[A-Z][a-z]/.test(en) ? en.charAt(0).toLowerCase() + en.slice(1) : en;
  const rate = formatRate(perSecond, 'events');
  return words(`${start}: ${rate}`, `${zh}：${rate}`);
}

/** Troubles with what those say that matter. */
export function troubleReading(troubles: readonly Trouble<Words>[]): TroubleReading {
  const signals = troubles.flatMap(({ state, title, perSecond }) =>
    perSecond !== undefined && (state === 'saturated' || state === 'busy')
      ? [{ state, text: troubleText(title, perSecond) }]
      : [],
  );
  return { troubles, signals };
}

/** Those that counted within the last seconds, and the core ones that cannot be known. */
export function readTroubles(window: SampleWindow, specs: readonly TroubleSpec[]): TroubleReading {
  const troubles = specs.flatMap(({ id, title, metrics, weight, core }): Trouble<Words>[] => {
    const perSecond = rateOfAll(window, metrics, NOW_SECONDS);
    const exists = metrics.some((metric) => window.labelsOf(metric).length > 0);
    if (perSecond === 0 || (perSecond === undefined && !exists && core !== true)) return [];
    const loudest = metrics.find((metric) => (sumRate(window, metric, NOW_SECONDS) ?? 0) > 0);
    return [{ id, title, perSecond, metric: loudest ?? metrics[0] ?? id, state: stateOf(perSecond, weight) }];
  });
  return troubleReading(troubles);
}
