import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { type Ledger, openLedger } from './openLedger.ts';

const APPLY = {
  action: 'change.apply',
  outcome: 'done',
  actor: 'person:ada@example.org',
  from: '127.0.0.1',
  hostId: 'host-0001',
  target: 'net.core.somaxconn',
  because: 'the queue overflows',
  before: '128',
  after: '4096',
} as const;

const file = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'netstrata-ledger-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'ledger.sqlite');
};
const ledger = (path = ':memory:'): Ledger => {
  const opened = openLedger(path);
  onTestFinished(() => opened.close());
  return opened;
};

test('rows are numbered, come back the newest first, and prove themselves', () => {
  const { audit } = ledger();
  const first = audit.append(APPLY, 1_790_000_000_000);
  const second = audit.append(
    { action: 'person.sign-in', outcome: 'refused', actor: 'nobody', from: '10.0.0.9' },
    1_790_000_001_000,
  );
  expect(first).toEqual({ ...APPLY, seq: 1, timeMs: 1_790_000_000_000, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(audit.rows({ limit: 10 })).toEqual([second, first]);
  expect(second).not.toHaveProperty('before');
  expect(audit.verify()).toEqual({ rows: 2, brokenAt: undefined, head: second.hash });
});

test('the same history always has the same hashes', () => {
  const head = (): string => ledger().audit.append(APPLY, 1_790_000_000_000).hash;
  expect(head()).toBe(head());
});

test('rows are found by actor, action, host, time and place', () => {
  const { audit } = ledger();
  for (const [n, actor] of ['person:ada', 'token:deploy', 'person:bob'].entries())
    audit.append({ ...APPLY, actor, hostId: `host-000${n}`, action: n === 1 ? 'token.use' : 'change.apply' }, 1000 + n);
  const seqs = (query: object) => audit.rows({ limit: 10, ...query }).map(({ seq }) => seq);
  expect(seqs({ actor: 'person' })).toEqual([3, 1]);
  expect(seqs({ action: 'token' })).toEqual([2]);
  expect(seqs({ hostId: 'host-0000' })).toEqual([1]);
  expect(seqs({ fromMs: 1001, toMs: 1002 })).toEqual([2]);
  expect(seqs({ beforeSeq: 3, limit: 1 })).toEqual([2]);
  expect(seqs({ actor: "' OR 1=1 --" })).toEqual([]);
});

test('the database itself refuses to change or remove a row', () => {
  const { audit, database } = ledger();
  audit.append(APPLY);
  expect(() => database.exec("UPDATE audit SET actor = 'nobody'")).toThrow('append-only');
  expect(() => database.exec('DELETE FROM audit')).toThrow('append-only');
});

test('whoever goes round that is found out, at the row', () => {
  const path = file();
  const { audit } = ledger(path);
  for (let n = 0; n < 5; n++) audit.append({ ...APPLY, target: `t${n}` });
  const other = new Database(path);
  other.exec("DROP TRIGGER audit_is_not_changed; UPDATE audit SET after = '8192' WHERE seq = 3");
  expect(audit.verify()).toMatchObject({ rows: 2, brokenAt: 3 });
  other.exec("UPDATE audit SET after = '4096' WHERE seq = 3");
  expect(audit.verify()).toMatchObject({ rows: 5, brokenAt: undefined });
  other.exec('DROP TRIGGER audit_is_not_removed; DELETE FROM audit WHERE seq = 2');
  expect(audit.verify()).toMatchObject({ rows: 1, brokenAt: 2 });
  other.close();
});

test('two connections at once never make two rows of one number', () => {
  const path = file();
  const one = ledger(path);
  const two = ledger(path);
  for (let n = 0; n < 20; n++) (n % 2 === 0 ? one : two).audit.append(APPLY);
  expect(one.audit.verify()).toMatchObject({ rows: 20, brokenAt: undefined });
});

test('a text that is too long is cut, not refused', () => {
  const { because } = ledger().audit.append({ ...APPLY, because: 'x'.repeat(5000) });
  expect(because).toHaveLength(2000);
  expect(because?.endsWith('…')).toBe(true);
});

test('a history is no ledger', () => {
  const path = file();
  const other = new Database(path);
  other.exec('CREATE TABLE t (a); PRAGMA application_id = 1314084946');
  other.close();
  expect(() => openLedger(path)).toThrow('another program');
});
