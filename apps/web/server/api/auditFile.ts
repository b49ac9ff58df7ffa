import { setImmediate } from 'node:timers/promises';
import { AUDIT_CSV_HEADER, auditCsvRows } from '@netstrata/db';
import type { AuditRow } from '@netstrata/protocol';

type Pages = Iterable<readonly AuditRow[]>;

/** Rows as a file, a page at a time: ticks that arrive are served between two pages. JSON is one array, one row a line. */
export async function* auditFile(pages: Pages, as: 'csv' | 'json'): AsyncGenerator<string, void> {
  for (const text of as === 'csv' ? csv(pages) : json(pages)) {
    yield text;
    await setImmediate();
  }
}

function* csv(pages: Pages): Generator<string, void> {
  yield AUDIT_CSV_HEADER;
  for (const rows of pages) yield auditCsvRows(rows);
}

function* json(pages: Pages): Generator<string, void> {
  let before = '[';
  for (const rows of pages) {
    yield `${before}\n${rows.map((row) => JSON.stringify(row)).join(',\n')}`;
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}
