import { formatRate } from '../format.ts';
import { rateOfAll, sumKnown, sumRate } from '../rates.ts';
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
  /** Counters of entries of their own whose events these count too: they are taken off. */
  readonly includes?: readonly string[];
  /**
   * Where a layer below lost what is counted here, and how it is called then: the kernel counts one packet in each layer that hears of its
   * loss. It is told, and says nothing against this layer.
   */
  readonly lostBelow?: { readonly at: Words; readonly title: Words } | undefined;
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

/** Growth a second, without that of the counters it includes. */
function rateOf(window: SampleWindow, { metrics, includes = [] }: TroubleSpec): number | undefined {
  const perSecond = rateOfAll(window, metrics, NOW_SECONDS);
  if (perSecond === undefined || includes.length === 0) return perSecond;
  return Math.max(0, perSecond - (sumKnown(includes.map((metric) => window.rate(metric, NOW_SECONDS))) ?? 0));
}

function troubleOf(window: SampleWindow, spec: TroubleSpec): Trouble<Words> | undefined {
  const { id, metrics, weight, core, lostBelow } = spec;
  const perSecond = rateOf(window, spec);
  const exists = metrics.some((metric) => window.labelsOf(metric).length > 0);
  if (perSecond === 0 || (perSecond === undefined && !exists && core !== true)) return undefined;
  const metric = metrics.find((each) => (sumRate(window, each, NOW_SECONDS) ?? 0) > 0) ?? metrics[0] ?? id;
  if (lostBelow === undefined) return { id, title: spec.title, perSecond, metric, state: stateOf(perSecond, weight) };
  const { at, title } = lostBelow;
  const where = words(`${title.en}, lost at ${at.en}`, `${title['zh-CN']}，丢在${at['zh-CN']}`);
  return { id, title: where, perSecond, metric, state: 'calm' };
}

/** Those that counted within the last seconds, and the core ones that cannot be known. */
export function readTroubles(window: SampleWindow, specs: readonly TroubleSpec[]): TroubleReading {
  const found = specs.flatMap((spec) => {
    const trouble = troubleOf(window, spec);
    return trouble === undefined ? [] : [{ spec, trouble }];
  });
  const { troubles, signals } = troubleReading(found.map(({ trouble }) => trouble));
  const heard = found
    .filter(({ spec }) => spec.lostBelow !== undefined)
    .map(({ trouble: { title, perSecond = 0 } }) => ({ state: 'calm' as const, text: troubleText(title, perSecond) }));
  return { troubles, signals: [...signals, ...heard] };
}
