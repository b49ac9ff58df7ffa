import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseSoftirqs } from './softirqs.ts';

const good = fixture('softirqs');

/** A file of these columns: `{ NET_RX: [1, 2] }` for CPUs 0 and 1. */
function fileOf(cpus: readonly number[], kinds: Readonly<Record<string, readonly number[]>>): string {
  const cells = (words: readonly (string | number)[]) => words.map((word) => String(word).padStart(11)).join('');
  const lines = Object.entries(kinds).map(([kind, counts]) => `${`${kind}:`.padStart(12)}${cells(counts)}`);
  return [`${' '.repeat(12)}${cells(cpus.map((cpu) => `CPU${cpu}`))}`, ...lines, ''].join('\n');
}

test('gives a row for each CPU', () => {
  expect(parseSoftirqs(good)).toEqual([
    { cpu: 0, netRx: 4_095_652, netTx: 1119 },
    { cpu: 1, netRx: 3_540_953, netTx: 1099 },
  ]);
});

test('reads the first layout, which has other kinds', () => {
  const kinds = { HI: [0], TIMER: [7], NET_TX: [11], NET_RX: [22], BLOCK: [0], TASKLET: [3], SCHED: [0], RCU: [9] };
  expect(parseSoftirqs(fileOf([0], kinds))).toEqual([{ cpu: 0, netRx: 22, netTx: 11 }]);
});

test('leaves out CPUs that were never there, and keeps one that only has no network work', () => {
  const cpus = Array.from({ length: 128 }, (_, cpu) => cpu);
  const only = (counts: Readonly<Record<number, number>>) => cpus.map((cpu) => counts[cpu] ?? 0);
  const text = fileOf(cpus, {
    TIMER: only({ 0: 5, 3: 1 }),
    NET_TX: only({}),
    NET_RX: only({ 0: 40, 127: 4_294_967_295 }),
  });
  expect(parseSoftirqs(text)).toEqual([
    { cpu: 0, netRx: 40, netTx: 0 },
    { cpu: 3, netRx: 0, netTx: 0 },
    { cpu: 127, netRx: 4_294_967_295, netTx: 0 },
  ]);
});

test('takes the number of a CPU from the heading, not from its place', () => {
  expect(parseSoftirqs(fileOf([0, 4], { NET_RX: [1, 2] })).map((row) => [row.cpu, row.netRx])).toEqual([
    [0, 1],
    [4, 2],
  ]);
});

test('a kind that is missing is unknown', () => {
  expect(parseSoftirqs(fileOf([0], { TIMER: [1], NET_RX: [2] }))).toEqual([{ cpu: 0, netRx: 2, netTx: undefined }]);
});

test.each([
  [fileOf([0, 1], { NET_RX: [1] }), '1 counts of "NET_RX:" for 2 CPUs'],
  [fileOf([0], { NET_RX: [1, 2] }), '2 counts of "NET_RX:" for 1 CPUs'],
  [fileOf([0], { NET_RX: [-1] }), '"-1" is not a counter'],
  [fileOf([0, 0], { NET_RX: [1, 2] }), 'its heading names a CPU twice'],
  ['\nNET_RX: 1\n', 'its heading names no CPU'],
  ['CPUx\nNET_RX: 1\n', '"CPUx" in the heading is no CPU'],
])('refuses %j', (text, detail) => {
  expect(() => parseSoftirqs(text)).toThrow(expect.objectContaining({ path: '/proc/softirqs', detail }));
});

test('never invents a number', () => {
  expectNoInvention({ parse: parseSoftirqs, good });
});
