import { expect, it } from 'vitest';
import { hasLabels, nameOf, newestOf, type StoredBand, stepOf, withTail } from './storedBands.ts';

const band = (device: string, ...points: StoredBand['points']): StoredBand => ({
  id: 'link.dev.rxBytes',
  labels: { device },
  unit: 'bytes/s',
  points,
});
const at = (timeMs: number, value: number | null) => [timeMs, value, value, value] as const;
const before = [band('eth0', at(0, 1), at(5, 2), at(10, 3)), band('gone0', at(0, 1))];

it('tells the end anew, moves on, and takes up what is new', () => {
  const tail = [band('eth0', at(10, 4), at(15, 5)), band('new0', at(15, 9))];
  expect(withTail(before, tail, 5)).toEqual([band('eth0', at(5, 2), at(10, 4), at(15, 5)), band('new0', at(15, 9))]);
  expect(withTail(before, [], 5)).toEqual([band('eth0', at(5, 2), at(10, 3))]);
});

it('knows its step and its end', () => {
  expect(stepOf(before)).toBe(5);
  expect(stepOf([])).toBeUndefined();
  expect(newestOf(before)).toBe(10);
  expect(newestOf([])).toBeUndefined();
});

it('is found by some of its labels and named by all', () => {
  const queue = { labels: { device: 'eth0', queue: '3' } };
  expect(hasLabels(queue, { device: 'eth0' })).toBe(true);
  expect(hasLabels(queue, {})).toBe(true);
  expect(hasLabels(queue, { device: 'lo' })).toBe(false);
  expect(nameOf(queue)).toBe('eth0 3');
  expect(nameOf({ labels: {} })).toBe('');
});
