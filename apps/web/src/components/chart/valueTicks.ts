import type { DisplayUnit } from '@netstrata/metrics';

/** The roundest number, 1, 2 or 5 times a power of ten, that is at least `least`. */
const roundUp = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * power >= least * 0.999_999) ?? 10) * power;
};

/** A step that is round in the unit that people read: memory in powers of two, bytes a second as bit/s. */
const stepOf = (least: number, unit: DisplayUnit): number => {
  if (unit === 'bytes' || unit === 'pages') return Math.max(1, 2 ** Math.ceil(Math.log2(least)));
  if (unit === 'bytes/s') return roundUp(least * 8) / 8;
  return roundUp(least);
};

const STEPS = 4;

/** Marks of a scale from zero, or from the lowest value below it, to the highest: at least two, all round. */
export const valueTicks = (low: number, high: number, unit: DisplayUnit): readonly number[] => {
  const bottom = Math.min(0, low);
  const top = Math.max(high, 0);
  const step = stepOf(top - bottom > 0 ? (top - bottom) / STEPS : 0.25, unit);
  const first = Math.floor(bottom / step);
  const last = Math.max(first + 1, Math.ceil(top / step));
  return Array.from({ length: last - first + 1 }, (_, n) => (first + n) * step);
};
