import { describe, expect, it } from 'vitest';
import { hostOf } from '../hosts/hostFixture.ts';
import { fleetCounts, isQuiet } from './fleetCounts.ts';

const calm = hostOf('calm-1');
const busy = hostOf('busy-1', ['calm', 'busy']);
const saturated = hostOf('drops-1', ['calm', 'calm', 'saturated']);
const away = hostOf('away-1', ['saturated'], { connected: false });

describe('isQuiet', () => {
  it('is so when nothing hurts and nobody is missing', () => {
    expect(isQuiet([calm, hostOf('partly', ['unknown'])])).toBe(true);
  });
  it.each([
    [[busy, calm]],
    [[saturated]],
    [[away, calm]],
    [[]],
    [[hostOf('new', ['unknown', 'unknown', 'unknown', 'unknown', 'unknown'])]],
  ])('is not so otherwise (%#)', (hosts) => {
    expect(isQuiet(hosts)).toBe(false);
  });
});

it('counts hosts by what hurts', () => {
  expect(fleetCounts([calm, busy, saturated, away, calm])).toEqual([
    { state: 'saturated', count: 1 },
    { state: 'away', count: 1 },
    { state: 'busy', count: 1 },
    { state: 'calm', count: 2 },
  ]);
  expect(fleetCounts([])).toEqual([]);
});
