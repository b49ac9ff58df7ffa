import type { AuditRow } from '@netstrata/protocol';
import { expect, it } from 'vitest';
import { AUDIT_CSV_HEADER, auditCsvRows } from './auditCsv.ts';

const ROW: AuditRow = {
  seq: 7,
  timeMs: 1_790_000_000_000,
  action: 'change.apply',
  outcome: 'done',
  actor: 'person:ada@example.org',
  from: '127.0.0.1',
  hostId: 'host-0001',
  because: 'the "queue" overflows, again',
  before: '128',
  after: '4096',
  hash: 'abc',
};
const HEADER = 'seq,time,action,outcome,actor,from,host,target,because,before,after,hash\r\n';

it('is one line a row, quotes doubled, what is absent left empty', () => {
  expect(AUDIT_CSV_HEADER).toBe(HEADER);
  expect(auditCsvRows([ROW])).toBe(
    `"7","2026-09-21T14:13:20.000Z","change.apply","done","person:ada@example.org","127.0.0.1","host-0001",,"the ""queue"" overflows, again","128","4096","abc"\r\n`,
  );
  expect(auditCsvRows([])).toBe('');
});

it.each([
  ['=cmd|calc!A1', `"'=cmd|calc!A1"`],
  ['+1+1', `"'+1+1"`],
  ['-2+3', `"'-2+3"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"' =1"`],
  ['\u3000＝1', `"'\u3000＝1"`],
  ['a\r\n=1,"x"', `"a =1,""x"""`],
  ['fine', '"fine"'],
])('%j is no formula and no second line', (because, expected) => {
  const line = auditCsvRows([{ ...ROW, because }]);
  expect(line).toContain(expected);
  expect(line.trimEnd().split('\r\n')).toHaveLength(1);
});
