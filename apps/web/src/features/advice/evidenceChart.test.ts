import { expect, test } from 'vitest';
import { chartOf, linePath, type StoredSeries } from './evidenceChart.ts';

const series = (labels: Record<string, string>, values: readonly (number | null)[]): StoredSeries => ({
  id: 'link.softnet.dropped',
  labels,
  points: values.map((value, n) => [n * 1000, value]),
});
const evidence = (labels: Record<string, string>) => ({ metric: 'link.softnet.dropped', labels });

test('an evidence shows its own series, or all of its metric together', () => {
  const stored = [series({ cpu: '0' }, [1, 2, null]), series({ cpu: '1' }, [10, null, null])];
  expect(chartOf(evidence({ cpu: '0' }), stored)).toEqual({ values: [1, 2, null], fromMs: 0, toMs: 2000 });
  expect(chartOf(evidence({}), stored)?.values).toEqual([11, 2, null]);
});

test('an evidence whose series is not stored, or hardly known, has no chart', () => {
  expect(chartOf(evidence({ socket: ':80' }), [series({ cpu: '0' }, [1, 2])])).toBeUndefined();
  expect(chartOf(evidence({}), [series({}, [null, 5])])).toBeUndefined();
  expect(chartOf(evidence({}), [])).toBeUndefined();
});

test('a line leaves a gap where a value is unknown, and lies at the bottom where all are 0', () => {
  expect(linePath([0, 5, null, 10], 20)).toBe('M0 20.0L1 10.0M3 0.0');
  expect(linePath([0, 0], 20)).toBe('M0 20.0L1 20.0');
});
