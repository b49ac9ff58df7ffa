import { expect, test } from 'vitest';
import { markGroups } from './markGroups.ts';
import type { ChartMark } from './types.ts';

const marksAt = (...times: readonly number[]): readonly ChartMark[] =>
  times.map((timeMs) => ({ id: `at ${timeMs}`, timeMs, kind: 'applied', text: '' }));

test('marks far from each other have a number each', () => {
  expect(markGroups(marksAt(0, 500, 1000), 1000)).toEqual([
    { id: 'at 0', timeMs: 0, text: '1' },
    { id: 'at 500', timeMs: 500, text: '2' },
    { id: 'at 1000', timeMs: 1000, text: '3' },
  ]);
});

test('those that would cover each other share one, at the first of them', () => {
  expect(markGroups(marksAt(100, 110, 120, 700), 1000)).toEqual([
    { id: 'at 100', timeMs: 100, text: '1–3' },
    { id: 'at 700', timeMs: 700, text: '4' },
  ]);
});
