import type { AuditRow } from '@netstrata/protocol';

const COLUMNS = [
  'seq',
  'time',
  'action',
  'outcome',
  'actor',
  'from',
  'host',
  'target',
  'because',
  'before',
  'after',
  'hash',
] as const;

/** What a spreadsheet takes for the beginning of a formula, wide forms too. */
const FORMULA = /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

/**
 * Rows as CSV (RFC 4180) with a header, one row a line whatever the texts hold. A text that a spreadsheet would run as a formula
 * gets an apostrophe before it, which spreadsheets read as "this is text".
 */
export function auditCsv(rows: readonly AuditRow[]): string {
  const lines = rows.map((row) =>
    [
      String(row.seq),
      new Date(row.timeMs).toISOString(),
      row.action,
      row.outcome,
      row.actor,
      row.from,
      row.hostId,
      row.target,
      row.because,
      row.before,
      row.after,
      row.hash,
    ].map(cell),
  );
  return [COLUMNS, ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

function cell(value: string | undefined): string {
  if (value === undefined || value === '') return '';
  const line = value.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  return `"${(FORMULA.test(line) ? `'${line}` : line).replaceAll('"', '""')}"`;
}
