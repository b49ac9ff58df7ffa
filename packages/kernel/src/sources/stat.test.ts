import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseStat } from './stat.ts';

const good = fixture('stat');

test('gives seconds of all CPUs', () => {
  expect(parseStat(good)).toEqual({
    userSeconds: 387.64,
    niceSeconds: 0.61,
    systemSeconds: 282.89,
    idleSeconds: 19_934.93,
    iowaitSeconds: 11.59,
    irqSeconds: 0,
    softirqSeconds: 13.12,
    stealSeconds: 0,
  });
});

test('reads a kernel without guest time', () => {
  expect(parseStat('cpu  1 2 3 4 5 6 7 8\n').stealSeconds).toBe(0.08);
});

test.each(['cpu0 1 2 3 4 5 6 7 8\n', 'cpu  1 2 3 4 5 6 7\n', 'intr 0\n', 'cpu  1 2 3 4 5 6 -7 8\n'])(
  'refuses %j',
  (text) => {
    expect(() => parseStat(text)).toThrow(expect.objectContaining({ code: 'malformed', path: '/proc/stat' }));
  },
);

test('never invents a number', () => {
  expectNoInvention({ parse: parseStat, good, digitsOf: (seconds) => String(Math.round(seconds * 100)) });
});
