import type { ChangeRecord, Drift } from '@netstrata/protocol/types';
import { expect, test } from 'vitest';
import { settingKey } from '../changes/settings.ts';
import { historyOf } from './history.ts';

const FIN = { tunable: 'net.ipv4.tcp_fin_timeout', namespace: 'host' };
const CHANGE = {
  id: 'c1',
  state: 'undone',
  requestedMs: 1000,
  appliedMs: 1100,
  by: 'person:ada@example.org',
  because: 'a try',
  decidedBy: 'host',
  changes: [{ ...FIN, before: '60', after: '30' }],
  undo: {
    reason: 'not-confirmed',
    timeMs: 3000,
    settings: [{ ...FIN, outcome: 'restored', value: '60', problem: '' }],
  },
} as unknown as ChangeRecord;
const DRIFT: Drift = { ...FIN, timeMs: 4000, before: '60', after: '15', by: 'sysctl (pid 7)' };

test('changes from here, their undoing and those of others are told together, the newest first', () => {
  const events = historyOf(settingKey(FIN), [CHANGE], [DRIFT, { ...DRIFT, tunable: 'net.core.somaxconn' }]);
  expect(events.map(({ kind, timeMs, before, after, by }) => [kind, timeMs, before, after, by])).toEqual([
    ['drift', 4000, '60', '15', 'sysctl (pid 7)'],
    ['undone', 3000, '30', '60', 'host'],
    ['changed', 1100, '60', '30', 'person:ada@example.org'],
  ]);
});

test('what another program has changed since was not undone', () => {
  const settings = [{ ...FIN, outcome: 'changed-by-another', value: '15', problem: '' }];
  const left = { ...CHANGE, undo: { ...CHANGE.undo, settings } } as ChangeRecord;
  expect(historyOf(settingKey(FIN), [left], []).map(({ kind }) => kind)).toEqual(['changed']);
});
