import type { HostSummary } from '@netstrata/protocol';
import { expect, it } from 'vitest';
import { HostsFeed } from './HostsFeed.ts';

const hostOf = (hostId: string, more: Partial<HostSummary> = {}): HostSummary => ({
  hostId,
  self: false,
  hostname: hostId,
  kernelRelease: '6.12.0',
  mayApply: false,
  connected: true,
  lastSampleMs: 1_700_000_000_000,
  layers: [{ layer: 'link', state: 'calm' }],
  live: true,
  tags: [],
  ...more,
});

it('tells of a host again when something of it changes, and not for a newer sample alone', () => {
  const feed = new HostsFeed();
  const told = (...hosts: readonly HostSummary[]) => feed.changed(hosts).map(({ hostId }) => hostId);
  expect(told(hostOf('a'), hostOf('b'))).toEqual(['a', 'b']);
  expect(told(hostOf('a', { lastSampleMs: 1_700_000_001_000 }), hostOf('b'))).toEqual([]);
  expect(told(hostOf('a'), hostOf('b', { layers: [{ layer: 'link', state: 'busy' }] }), hostOf('c'))).toEqual([
    'b',
    'c',
  ]);
  expect(told(hostOf('a', { live: false }), hostOf('b', { tags: ['web'] }))).toEqual(['a', 'b']);
  expect(told(hostOf('a', { live: false, lastSampleMs: 1_700_000_009_000 }))).toEqual(['a']);
});

it('tells of a number when other digits of it are shown', () => {
  const feed = new HostsFeed();
  const told = (value: number) =>
    feed.changed([
      hostOf('a', { figure: { layer: 'socket', title: 'Drops', value, unit: 'packets/s', state: 'busy' } }),
    ]).length;
  expect([12.31, 12.32, 12.38, 1234, 1234.5, 1250].map(told)).toEqual([1, 0, 1, 1, 0, 1]);
});
