import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { parseNetStatNdiscCache } from './netStatNdiscCache.ts';

test('is laid out as arp_cache is', () => {
  expect(parseNetStatNdiscCache(fixture('ndisc_cache'))).toEqual({
    entries: 9,
    allocs: 751,
    destroys: 742,
    hashGrows: 4,
    lookups: 202,
    hits: 1,
    resFailed: 117,
    rcvProbesMcast: 1,
    rcvProbesUcast: 0,
    periodicGcRuns: 1615,
    forcedGcRuns: 0,
    unresolvedDiscards: 408,
    tableFulls: 0,
  });
});

test.each(['', 'entries\n', 'entries allocs\n00000001\n'])('refuses %j in its own name', (text) => {
  const path = '/proc/net/stat/ndisc_cache';
  expect(() => parseNetStatNdiscCache(text)).toThrow(expect.objectContaining({ code: 'malformed', path }));
});
