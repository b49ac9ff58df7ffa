import type { DisplayUnit } from '@netstrata/metrics';
import { floorOf, type SparkBar, type SparkPeaks } from '../stack/spark.ts';

const MINUTE_MS = 60_000;

/** The whole minutes that the bars cover. */
export const minutesOf = (bars: readonly SparkBar[]): readonly number[] => {
  const first = Math.ceil((bars[0]?.timeMs ?? 0) / MINUTE_MS);
  const last = Math.floor((bars.at(-1)?.timeMs ?? -1) / MINUTE_MS);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * MINUTE_MS);
};

/** The roundest number, 1, 2 or 5 times a power of ten, that is at least `least`. */
const roundUp = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * power >= least) ?? 10) * power;
};

/** The step of a scale, round in the unit that people read: memory in powers of two, bytes a second as bit/s. */
const stepOf = (least: number, unit: DisplayUnit): number => {
  if (unit === 'bytes') return 2 ** Math.ceil(Math.log2(least));
  if (unit === 'bytes/s') return roundUp(least * 8) / 8;
  return roundUp(least);
};

/** How many steps the higher side of the scale has. */
const STEPS = 2;

/** Marks of a scale that holds both sides, the lower one below zero: round numbers, zero among them. */
export const ticksOf = ({ up, down }: SparkPeaks, unit: DisplayUnit): readonly number[] => {
  const highest = Math.max(up ?? 0, down ?? 0, floorOf(unit) / 2);
  const step = stepOf(highest / STEPS, unit);
  const above = Math.max(1, Math.ceil((up ?? 0) / step));
  const below = Math.max(1, Math.ceil((down ?? 0) / step));
  return Array.from({ length: above + below + 1 }, (_, index) => (index - below) * step);
};
