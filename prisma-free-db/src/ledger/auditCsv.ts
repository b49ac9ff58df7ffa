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

/** The first line of the audit as CSV (RFC 4180). */
export const AUDIT_CSV_HEADER = csvLine(COLUMNS);

/**
 * The lines below it, one row a line whatever the texts hold. A text that a spreadsheet would run as a formula gets an apostrophe before
 * it, which spreadsheets read as "this is text".
 */
export function auditCsvRows(rows: readonly AuditRow[]): string {
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
  return lines.map(csvLine).join('');
}

function csvLine(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}

function cell(value: string | undefined): string {
  if (value === undefined || value === '') return '';
  const line = value.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  return `"${(FORMULA.test(line) ? `'${line}` : line).replaceAll('"', '""')}"`;
}
