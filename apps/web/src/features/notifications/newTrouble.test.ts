import type { LayerState } from '@netstrata/metrics';
import type { HostSummary } from '@netstrata/protocol/types';
import { expect, test } from 'vitest';
import { newTrouble, type Told } from './newTrouble.ts';

const host = (hostId: string, state: LayerState, connected = true): HostSummary => ({
  hostId,
  self: false,
  hostname: hostId,
  kernelRelease: '6.12',
  connected,
  lastSampleMs: 1,
  mayApply: false,
  layers: [{ layer: 'socket', state }],
  live: connected,
  tags: [],
});

const names = (told: Told, hosts: readonly HostSummary[]) => newTrouble(told, hosts).fresh.map(({ hostId }) => hostId);

test('what was in trouble when the page came is no news', () => {
  expect(names(new Map(), [host('a', 'saturated'), host('b', 'calm', false)])).toEqual([]);
});

test('a host that saturates or goes away is told once', () => {
  const first = newTrouble(new Map(), [host('a', 'calm'), host('b', 'busy'), host('c', 'calm')]);
  const then = [host('a', 'saturated'), host('b', 'busy', false), host('c', 'busy')];
  const second = newTrouble(first.told, then);
  expect(second.fresh.map(({ hostId }) => hostId)).toEqual(['a', 'b']);
  expect(names(second.told, then)).toEqual([]);
  expect(names(second.told, [host('a', 'saturated', false)])).toEqual([]);
});

test('hosts that are gone are forgotten', () => {
  expect(newTrouble(new Map([['a', 'calm']]), []).told.size).toBe(0);
});
