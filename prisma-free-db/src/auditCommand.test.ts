import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { type Ledger, openLedger } from './ledger/openLedger.ts';
import { readAuditOptions } from './readAuditOptions.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/netstrata.mjs', import.meta.url));

const netstrata = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

/** A data folder with five rows of audit, its ledger open as a running server has it. */
const setUp = (): { readonly data: string; readonly ledger: Ledger } => {
  const data = mkdtempSync(join(tmpdir(), 'netstrata-audit-'));
  const ledger = openLedger(join(data, 'ledger.sqlite'));
  onTestFinished(() => {
    ledger.close();
    rmSync(data, { recursive: true, force: true });
  });
  for (let n = 1; n <= 5; n++) {
    const entry = { action: 'change.apply', outcome: 'done', actor: 'person:ada', from: '127.0.0.1' } as const;
    ledger.audit.append({ ...entry, because: n === 3 ? '=1+1' : `n ${n}` }, 1_790_000_000_000 + n);
  }
  return { data, ledger };
};

const tamper = (data: string, sql: string): void => {
  const other = new Database(join(data, 'ledger.sqlite'));
  other.exec(sql);
  other.close();
};

test('says that it is intact, beside a server that has it open, and changes nothing', () => {
  const { data, ledger } = setUp();
  const seen = () => readdirSync(data).map((name) => [name, statSync(join(data, name)).size]);
  const before = seen();
  const { head } = ledger.audit.verify();
  expect(netstrata('audit', 'verify', '--data', data)).toEqual({
    status: 0,
    stdout: `The audit is intact: 5 rows.\nHash of the last row: ${head}\nKeep that hash elsewhere: it also proves later that no rows were cut off at the end.\n`,
    stderr: '',
  });
  expect(seen()).toEqual(before);
});

test.each([
  ['a text that was changed', "DROP TRIGGER audit_is_not_changed; UPDATE audit SET because = 'x' WHERE seq = 3", 3],
  ['a moment that was changed', 'DROP TRIGGER audit_is_not_changed; UPDATE audit SET time_ms = 1 WHERE seq = 1', 1],
  ['a row that was taken out', 'DROP TRIGGER audit_is_not_removed; DELETE FROM audit WHERE seq = 2', 2],
  ['a first row that was taken out', 'DROP TRIGGER audit_is_not_removed; DELETE FROM audit WHERE seq = 1', 1],
  [
    'a row that was put in',
    "INSERT INTO audit VALUES (6, 1, 'a', 'done', 'b', '', NULL, NULL, NULL, NULL, NULL, 'c')",
    6,
  ],
])('names the row of %s', (_, sql, row) => {
  const { data } = setUp();
  tamper(data, sql);
  const { status, stdout, stderr } = netstrata('audit', 'verify', '--data', data);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain(`The audit is broken at row ${row}:`);
});

test('a file that is damaged is said to be so', () => {
  const { data } = setUp();
  tamper(data, 'DROP TABLE audit');
  expect(netstrata('audit', 'verify', '--data', data)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('cannot be read: no such table: audit'),
  });
});

test('exports every row, the newest first, as csv and as json', () => {
  const { data } = setUp();
  const { stdout } = netstrata('audit', 'export', '--data', data);
  const lines = stdout.trimEnd().split('\r\n');
  expect(lines.map((line) => line.split(',')[0])).toEqual(['seq', '"5"', '"4"', '"3"', '"2"', '"1"']);
  expect(lines[3]).toContain(`"'=1+1"`);
  const json = netstrata('audit', 'export', '--as', 'json', '--data', data).stdout.trimEnd().split('\n');
  expect(json.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([5, 4, 3, 2, 1]);
});

test('says how it is used', () => {
  expect(netstrata('audit', 'burn')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^There is no "audit burn"\.\n/),
  });
  expect(netstrata('fly')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^There is no command "fly"\.\n/),
  });
  expect(netstrata('audit', 'verify', '--data', '/nowhere')).toMatchObject({
    status: 2,
    stderr: "There is no ledger in /nowhere: name the server's data folder with --data FOLDER.\n",
  });
});

test.each([
  [[], 'Say what to do with the audit.'],
  [['verify', '--data'], '--data needs a value.'],
  [['verify', '--data', 'a', '--data', 'b'], '--data is given twice.'],
  [['verify', '--as', 'csv'], '"--as" is no option of "audit verify".'],
  [['export', '--as', 'xml'], '--as takes csv or json.'],
])('refuses %j', (words, wrong) => {
  expect(readAuditOptions(words)).toEqual({ wrong });
});
