import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangeRecord } from '@netstrata/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { type Ledger, openLedger } from './openLedger.ts';

const RECORD: ChangeRecord = {
  id: 'change-00000001',
  hostId: 'host-0001',
  state: 'pending',
  changes: [{ tunable: 'net.core.somaxconn', namespace: 'host', before: '128', after: '4096' }],
  because: 'the queue overflows',
  by: 'person:ada@example.org',
  requestedMs: 1_790_000_000_000,
};
const REQUEST = {
  owner: 'person:ada@example.org',
  key: 'key-00000001',
  requestHash: 'abc',
  changeId: RECORD.id,
  timeMs: 1_790_000_000_000,
};

const ledger = (path = ':memory:'): Ledger => {
  const opened = openLedger(path);
  onTestFinished(() => opened.close());
  return opened;
};
const ids = (changes: readonly { readonly record: ChangeRecord }[]) => changes.map(({ record: { id } }) => id);

test('changes are there again after a restart, with what was noted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netstrata-ledger-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'ledger.sqlite');
  const first = openLedger(path);
  first.changes.put({ record: RECORD, notes: '{"a":1}' });
  first.changes.put({ record: { ...RECORD, state: 'kept' }, notes: '{"a":2}' });
  first.close();
  expect(ledger(path).changes.get(RECORD.id)).toEqual({ record: { ...RECORD, state: 'kept' }, notes: '{"a":2}' });
});

test('the newest of a host come first, and those of others not at all', () => {
  const { changes } = ledger();
  for (const [n, hostId] of ['host-0001', 'host-0002', 'host-0001', 'host-0001'].entries())
    changes.put({
      record: {
        ...RECORD,
        id: `change-0000000${n}`,
        hostId,
        requestedMs: 1000 + n,
        state: n === 3 ? 'kept' : 'pending',
      },
      notes: '{}',
    });
  expect(ids(changes.of('host-0001', 2))).toEqual(['change-00000003', 'change-00000002']);
  expect(ids(changes.of('host-0009', 2))).toEqual([]);
  expect(ids(changes.ofInStates('host-0001', ['pending', 'unknown']))).toEqual(['change-00000002', 'change-00000000']);
  expect(ids(changes.ofInStates('host-0001', ['kept']))).toEqual(['change-00000003']);
  expect(ids(changes.ofInStates('host-0001', ['undone']))).toEqual([]);
  expect(ids(changes.inStates(['pending', 'unknown'])).toSorted()).toEqual([
    'change-00000000',
    'change-00000001',
    'change-00000002',
  ]);
  expect(changes.get('change-00000009')).toBeUndefined();
});

test('old ones that were decided are found by host, the newest first, and go when they are told to', () => {
  const { changes } = ledger();
  const put = (id: string, more: Partial<ChangeRecord>) =>
    changes.put({ record: { ...RECORD, id, requestedMs: 1000, state: 'kept', ...more }, notes: '{}' });
  put('old-kept', { decidedMs: 1500 });
  put('older-refused', { state: 'refused', requestedMs: 900 });
  put('old-pending', { state: 'pending' });
  put('undone-lately', { state: 'undone', decidedMs: 2000 });
  put('new', { requestedMs: 2000 });
  put('of-another', { hostId: 'host-0002' });
  expect(changes.hostsBefore(2000)).toEqual(['host-0001', 'host-0002']);
  expect(changes.hostsBefore(900)).toEqual([]);
  expect(changes.decidedBefore('host-0001', 2000).map(({ id }) => id)).toEqual(['old-kept', 'older-refused']);
  changes.remove(['old-kept', 'older-refused']);
  expect(changes.decidedBefore('host-0001', 2000)).toEqual([]);
  expect(ids(changes.of('host-0001', 9))).toEqual(['new', 'undone-lately', 'old-pending']);
});

test('the key of a request belongs to who sent it, and is forgotten in time', () => {
  const { changes } = ledger();
  changes.begin({ record: RECORD, notes: '{}' }, REQUEST);
  changes.begin({ record: { ...RECORD, id: 'change-00000002' }, notes: '{}' }, undefined);
  expect(changes.answered(REQUEST.owner, REQUEST.key)).toEqual(REQUEST);
  expect(changes.answered('person:bob@example.org', REQUEST.key)).toBeUndefined();
  changes.forgetAnswered(REQUEST.timeMs);
  expect(changes.answered(REQUEST.owner, REQUEST.key)).toEqual(REQUEST);
  changes.forgetAnswered(REQUEST.timeMs + 1);
  expect(changes.answered(REQUEST.owner, REQUEST.key)).toBeUndefined();
  expect(ids(changes.of('host-0001', 9))).toHaveLength(2);
});
