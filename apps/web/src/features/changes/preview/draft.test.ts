import type { ChangePreview } from '@netstrata/protocol/types';
import { describe, expect, it } from 'vitest';
import { changesOf, checkValue, movedSince, newKey, type PreviewSetting } from './draft.ts';

const setting = (over: Partial<PreviewSetting> = {}): PreviewSetting => ({
  tunable: 'net.core.somaxconn',
  namespace: 'host',
  current: '8',
  proposed: '4096',
  overriddenBy: [],
  title: 'Longest accept queue',
  unit: 'connections',
  scope: 'namespace',
  takesEffect: 'next-listen',
  risk: 1,
  cost: '',
  disruptive: false,
  alsoRead: [],
  ...over,
});
const RMEM = setting({
  tunable: 'net.ipv4.tcp_rmem',
  current: '4096 131072 6291456',
  proposed: '4096 131072 33554432',
});
const preview = (...settings: readonly PreviewSetting[]): ChangePreview => ({
  hostId: 'h',
  hostname: 'alpha',
  mayApply: true,
  reason: '',
  settings,
  risk: 1,
  needsFreshProof: false,
  confirmWithinSeconds: 60,
  persistPath: '/etc/sysctl.d/90-netstrata.conf',
});

describe('checkValue', () => {
  it('takes what the kernel takes, with single spaces, and tells when nothing would change', () => {
    expect(checkValue(setting(), ' 4096 ')).toEqual({ ok: true, text: '4096', same: false });
    expect(checkValue(setting(), '8')).toEqual({ ok: true, text: '8', same: true });
    expect(checkValue(RMEM, '4096\t131072   33554432')).toEqual({
      ok: true,
      text: '4096 131072 33554432',
      same: false,
    });
  });

  it('refuses with the reason', () => {
    expect(checkValue(setting(), '2147483648')).toMatchObject({ ok: false });
    expect(checkValue(setting(), '0x10')).toEqual({
      ok: false,
      error: {
        code: 'not-a-number',
        message: 'net.core.somaxconn: "0x10" is not a plain decimal number',
        allowed: 'a whole number from 0 to 2147483647',
      },
    });
    expect(checkValue(RMEM, '4096 131072')).toMatchObject({ ok: false });
  });

  it('takes only names that the kernel offers', () => {
    const congestion = setting({
      tunable: 'net.ipv4.tcp_congestion_control',
      current: 'cubic',
      offered: ['reno', 'cubic', 'bbr'],
    });
    expect(checkValue(congestion, 'bbr')).toMatchObject({ ok: true });
    expect(checkValue(congestion, 'vegas')).toMatchObject({ ok: false });
  });
});

describe('changesOf', () => {
  it('asks for what would change, each with the value that was seen', () => {
    expect(changesOf(preview(setting(), RMEM), { 'net.core.somaxconn|host||': '64' })).toEqual([
      { tunable: 'net.core.somaxconn', namespace: 'host', value: '64', expectedBefore: '8' },
      {
        tunable: 'net.ipv4.tcp_rmem',
        namespace: 'host',
        value: '4096 131072 33554432',
        expectedBefore: '4096 131072 6291456',
      },
    ]);
  });

  it('leaves out what would stay, and asks for nothing while a value is wrong or none would change', () => {
    expect(changesOf(preview(setting({ proposed: '8' }), RMEM), {})).toHaveLength(1);
    expect(changesOf(preview(setting({ proposed: '8' })), {})).toBeUndefined();
    expect(changesOf(preview(setting({ proposed: 'many' }), RMEM), {})).toBeUndefined();
    expect(changesOf(preview(setting({ current: undefined })), {})).toBeUndefined();
  });

  it('names device and queue', () => {
    const ring = setting({ tunable: 'x.unknown', device: 'eth0', queue: 2, current: '256', proposed: '1024' });
    expect(changesOf(preview(ring), {})).toEqual([
      { tunable: 'x.unknown', namespace: 'host', device: 'eth0', queue: 2, value: '1024', expectedBefore: '256' },
    ]);
  });
});

it('tells which values moved between two looks', () => {
  expect(movedSince(preview(setting(), RMEM), preview(setting({ current: '16' }), RMEM))).toEqual([
    { tunable: 'net.core.somaxconn', before: '8', now: '16' },
  ]);
});

it('makes a key of 32 hexadecimal digits, another one each time', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
  expect(newKey()).not.toBe(newKey());
});
