import type { ChartMark } from './types.ts';

/** Marks that stand too near each other for a number each. */
export interface MarkGroup {
  readonly id: string;
  readonly timeMs: number;
  /** `3`, or `3–5`: as in the list below the chart. */
  readonly text: string;
}

/** Of the width of a chart: narrower than a number with its ring. */
const NEAR = 0.035;

/** Marks of one chart by the numbers that are written over it; `spanMs` is its length. */
export const markGroups = (marks: readonly ChartMark[], spanMs: number): readonly MarkGroup[] => {
  const groups: { id: string; timeMs: number; first: number; last: number }[] = [];
  for (const [at, { id, timeMs }] of marks.entries()) {
    const open = groups.at(-1);
    if (open !== undefined && timeMs - open.timeMs < spanMs * NEAR) open.last = at + 1;
    else groups.push({ id, timeMs, first: at + 1, last: at + 1 });
  }
  return groups.map(({ id, timeMs, first, last }) => ({
    id,
    timeMs,
    text: first === last ? String(first) : `${first}–${last}`,
  }));
};
