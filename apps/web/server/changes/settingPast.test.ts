import type { ChangeRecord } from '@netstrata/protocol';
import { expect, it } from 'vitest';
import { settingPast, valuesBefore } from './settingPast.ts';

const SETTING = { tunable: 'net.ipv4.tcp_wmem', namespace: 'host' };
const LOWERED = {
  ...SETTING,
  timeMs: 5000,
  before: '4096\t16384\t4194304',
  after: '4096\t16384\t131072',
  by: 'sysctl (pid 7)',
};
const advised = { ...SETTING, current: '4096 16384 131072', proposed: '4096 16384 524288' };
const kept = (more: Partial<ChangeRecord> = {}): ChangeRecord => ({
  id: 'change-0001',
  hostId: 'host-0001',
  state: 'kept',
  changes: [{ ...SETTING, before: '4096 16384 4194304', after: '4096 16384 131072' }],
  because: '',
  by: 'person:ada@example.org',
  requestedMs: 6000,
  ...more,
});
const past = (drift: typeof LOWERED | undefined, records: readonly ChangeRecord[]) =>
  settingPast(advised, 'rule:subject', { drift, records });

it('tells who changed a setting past this product, or from here: whoever did so last', () => {
  expect(past(LOWERED, [])).toEqual({
    timeMs: 5000,
    before: '4096 16384 4194304',
    after: '4096 16384 131072',
    how: 'drift',
    by: { en: 'sysctl (pid 7)', 'zh-CN': 'sysctl（pid 7）' },
  });
  expect(past(LOWERED, [kept()])).toMatchObject({ timeMs: 6000, how: 'change', by: 'person:ada@example.org' });
  expect(past({ ...LOWERED, timeMs: 7000 }, [kept()])).toMatchObject({ how: 'drift' });
});

it('tells nothing of what left it at another value, was taken back, or the advice itself brought about', () => {
  expect(past({ ...LOWERED, after: '4096\t16384\t999' }, [])).toBeUndefined();
  expect(past(undefined, [kept({ state: 'undone' })])).toBeUndefined();
  expect(past(undefined, [kept({ adviceId: 'rule:subject' })])).toBeUndefined();
  expect(past(undefined, [])).toBeUndefined();
});

it('knows all values that a setting had', () => {
  const other = { ...LOWERED, tunable: 'net.ipv4.tcp_rmem' };
  const undone = kept({ state: 'undone', changes: [{ ...SETTING, before: '1 2 3', after: '4 5 6' }] });
  expect(valuesBefore('net.ipv4.tcp_wmem', [LOWERED, other], [undone, kept({ state: 'refused' })])).toEqual([
    '4096 16384 4194304',
    '4096 16384 131072',
    '1 2 3',
    '4 5 6',
  ]);
});
