import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseNetStatArpCache } from './netStatArpCache.ts';

const good = fixture('arp_cache');

test('adds up the counters of all CPUs, and takes the table’s own number once', () => {
  expect(parseNetStatArpCache(good)).toEqual({
    entries: 5,
    allocs: 661,
    destroys: 656,
    hashGrows: 4,
    lookups: 2276,
    hits: 350,
    resFailed: 2,
    rcvProbesMcast: 0,
    rcvProbesUcast: 0,
    periodicGcRuns: 1616,
    forcedGcRuns: 0,
    unresolvedDiscards: 816,
    tableFulls: 0,
  });
});

test.each([
  [11, { forcedGcRuns: 0x1a, unresolvedDiscards: undefined, tableFulls: undefined }],
  [12, { forcedGcRuns: 0x1a, unresolvedDiscards: 0x1b, tableFulls: undefined }],
  [13, { forcedGcRuns: 0x1a, unresolvedDiscards: 0x1b, tableFulls: 0x1c }],
])('reads a kernel that prints %i columns', (width, expected) => {
  const names = (good.split('\n')[0] ?? '').split(/ +/).slice(0, width);
  const places = names.map((_, column) => (0x10 + column).toString(16).padStart(8, '0'));
  expect(parseNetStatArpCache(`${names.join(' ')}\n${places.join('   ')}\n`)).toMatchObject({
    entries: 0x10,
    allocs: 0x11,
    ...expected,
  });
});

test('never invents a number', () => {
  // Of one CPU, so that each sum stands in the text; of more, text/cpuTable.test.ts says it.
  const parse = (text: string) => (text.split('\n').length > 3 ? undefined : parseNetStatArpCache(text));
  const one = `${good.split('\n').slice(0, 2).join('\n')}\n`;
  expectNoInvention({ parse, good: one, digitsOf: (value) => value.toString(16).padStart(8, '0') });
});
