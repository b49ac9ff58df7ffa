import type { DisplayUnit, Gauge, LayerModel, LayerState, Trouble } from './types.ts';

/** The one number that stands for a host where there is room for one. */
export interface StackFigure<T = string> {
  readonly layer: LayerModel['layer'];
  readonly title: T;
  readonly value: number;
  readonly unit: DisplayUnit;
  /** What it is nearing, in the same unit; absent for what has no limit, as drops. */
  readonly limit?: number;
  readonly state: LayerState;
}

/** Whether there is something to look at. */
export const isHurting = (state: LayerState): boolean => state === 'busy' || state === 'saturated';

const RANK: Readonly<Record<LayerState, number>> = { saturated: 3, busy: 2, calm: 1, unknown: 0 };

/** The layer that hurts most; the lowest of equals, because a layer's limit is the ceiling of those above it. Layers come top first. */
export function worstLayer<T>(layers: readonly LayerModel<T>[]): LayerModel<T> | undefined {
  return layers.toReversed().toSorted((a, b) => RANK[b.state] - RANK[a.state])[0];
}

/**
 * What is worst in the worst layer: what is lost before what is full. On a calm host what is nearest to its limit in any layer. Undefined when
 * nothing can be told.
 */
export function figureOf<T>(layers: readonly LayerModel<T>[]): StackFigure<T> | undefined {
  const worst = worstLayer(layers);
  if (worst === undefined) return undefined;
  const candidates = (isHurting(worst.state) ? [worst] : layers).flatMap(({ layer, troubles, gauges }) => [
    ...troubles.flatMap((trouble) => ofTrouble(layer, trouble)),
    ...gauges.flatMap((gauge) => ofGauge(layer, gauge)),
  ]);
  const [first] = candidates.toSorted(
    (a, b) => RANK[b.figure.state] - RANK[a.figure.state] || b.weight - a.weight || a.place - b.place,
  );
  return first?.figure;
}

interface Candidate<T> {
  readonly figure: StackFigure<T>;
  /** Among equals in state: events count more than any fill. */
  readonly weight: number;
  readonly place: number;
}

const EVENTS_BEFORE_FILL = 1000;

function ofTrouble<T>(layer: LayerModel['layer'], { title, perSecond, state }: Trouble<T>): readonly Candidate<T>[] {
  // What goes on all day on a calm host stands for nothing.
  if (perSecond === undefined || !isHurting(state)) return [];
  const figure = { layer, title, value: rounded(perSecond), unit: 'events/s', state } as const;
  return [{ figure, weight: EVENTS_BEFORE_FILL + perSecond, place: 0 }];
}

function ofGauge<T>(
  layer: LayerModel['layer'],
  { title, value, limit, fraction, unit, state, isMix }: Gauge<T>,
): readonly Candidate<T>[] {
  if (isMix || value === undefined || limit === undefined || fraction === undefined) return [];
  const figure = { layer, title, value: rounded(value), unit, limit, state };
  return [{ figure, weight: fraction, place: 1 }];
}

/** Three digits, as they are shown: a screen full of hosts is told nothing of what it would not show. */
const rounded = (value: number): number => Number(value.toPrecision(3));
