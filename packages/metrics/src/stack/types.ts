import type { Labels, Layer, Unit } from '../types.ts';

/** What a layer's colour and word say. `unknown` is no data, never "fine". */
export type LayerState = 'calm' | 'busy' | 'saturated' | 'unknown';

/** A unit for display: a raw unit, or a raw unit a second. */
export type DisplayUnit = Unit | `${Unit}/s`;

/** The models of the stack are made in every language, `T` being `Words`; a reader gets them in one, `T` being `string`. */
export interface Headline<T = string> {
  readonly id: string;
  readonly title: T;
  readonly value: number | undefined;
  readonly unit: DisplayUnit;
  /** The metric it is made from: what a click on it opens. */
  readonly metric: string;
  /** Which way it flows in the picture. */
  readonly direction?: 'down' | 'up';
}

/** A buffer or queue against its limit. */
export interface Gauge<T = string> {
  readonly id: string;
  readonly title: T;
  readonly value: number | undefined;
  readonly limit: number | undefined;
  readonly unit: DisplayUnit;
  /** 0..1 and above; undefined when either side is unknown. */
  readonly fraction: number | undefined;
  /** Thresholds inside the gauge, such as tcp_mem's low, pressure and high. */
  readonly marks: readonly { readonly label: T; readonly value: number }[];
  /** What the limit is called: a tunable or "link speed". */
  readonly limitName: T;
  readonly metric: string;
  /** One line more: which socket, which device; or why it is unknown. */
  readonly detail: T;
  readonly state: LayerState;
  /** A part of a whole that says what kind of traffic it is: all of it is no limit reached. */
  readonly isMix?: true;
}

/** Drops and errors, a second. */
export interface Trouble<T = string> {
  readonly id: string;
  readonly title: T;
  readonly perSecond: number | undefined;
  readonly metric: string;
  readonly labels?: Labels;
  readonly state: LayerState;
}

export interface LayerModel<T = string> {
  readonly layer: Layer;
  readonly state: LayerState;
  /** In words with the numbers behind it: "accept queue of :8080 is full: 129 of 128". */
  readonly reason: T;
  /** Two or three. */
  readonly headlines: readonly Headline<T>[];
  readonly gauges: readonly Gauge<T>[];
  /** Only what was counted; empty means nothing dropped. `unknown` entries are kept. */
  readonly troubles: readonly Trouble<T>[];
  /** Traffic a second in both directions, for the moving picture; the same unit for both. */
  readonly flow: { readonly down: number | undefined; readonly up: number | undefined; readonly unit: DisplayUnit };
  /** What the five-minute sparkline plots: first value down (tx), second up (rx), from sparkOf. */
  readonly spark: { readonly title: T; readonly unit: DisplayUnit; readonly labels: readonly [T, T] };
}

export interface StackModel<T = string> {
  readonly timeMs: number;
  readonly layers: readonly LayerModel<T>[];
}

/** One moment of every layer's sparkline, in layer order: [down, up]. */
export interface SparkPoint {
  readonly timeMs: number;
  readonly values: readonly (readonly [down: number | null, up: number | null])[];
}
