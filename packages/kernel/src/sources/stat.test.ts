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
    cpus: [
      { cpu: 0, softirqSeconds: 6.61 },
      { cpu: 1, softirqSeconds: 6.5 },
    ],
  });
});

test('reads a kernel without guest time', () => {
  expect(parseStat('cpu  1 2 3 4 5 6 7 8\n').stealSeconds).toBe(0.08);
});

test('gives the CPUs that are online by their numbers', () => {
  const line = (name: string, softirq: number) => `${name} 1 2 3 4 5 6 ${softirq} 8 9 10\n`;
  expect(parseStat(`${line('cpu', 700)}${line('cpu0', 300)}${line('cpu12', 400)}intr 5\n`).cpus).toEqual([
    { cpu: 0, softirqSeconds: 3 },
    { cpu: 12, softirqSeconds: 4 },
  ]);
});

test.each(['cpux 1 2 3 4 5 6 7 8\n', 'cpu0 1 2 3\n', 'cpu0 1 2 3 4 5 6 -7 8\n'])('refuses a CPU %j', (line) => {
  expect(() => parseStat(`cpu  1 2 3 4 5 6 7 8\n${line}`)).toThrow(expect.objectContaining({ code: 'malformed' }));
});

test.each(['cpu0 1 2 3 4 5 6 7 8\n', 'cpu  1 2 3 4 5 6 7\n', 'intr 0\n', 'cpu  1 2 3 4 5 6 -7 8\n'])(
  'refuses %j',
  (text) => {
    expect(() => parseStat(text)).toThrow(expect.objectContaining({ code: 'malformed', path: '/proc/stat' }));
  },
);

test('never invents a number', () => {
  // The number of a CPU is no time, and is looked at above.
  const parse = (text: string) => {
    const { cpus = [], ...all } = parseStat(text);
    return [all, cpus.map(({ softirqSeconds }) => softirqSeconds)];
  };
  expectNoInvention({ parse, good, digitsOf: (seconds) => String(Math.round(seconds * 100)) });
});
