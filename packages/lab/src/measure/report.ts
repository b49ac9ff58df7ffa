import type { Row } from './subject.ts';

const number = (value: number | null, digits: number): string => (value === null ? '-' : value.toFixed(digits));

/** The rows as a table for a terminal. */
export const tableOf = (rows: readonly Row[]): string => {
  const lines = [
    ['sockets', 'subject', 'CPU % of a core', 'RSS MB', 'wire bytes/value'],
    ...rows.map((row) => [
      String(row.sockets),
      row.subject,
      number(row.cpuPercent, 2),
      number(row.rssMb, 1),
      number(row.wireBytesPerSample, 3),
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const cell = (text: string, column: number): string =>
    column === 1 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return lines.map((line) => line.map(cell).join('  ').trimEnd()).join('\n');
};

const rounded = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toFixed(digits));

/** The rows as JSON, without digits that say nothing. */
export const jsonOf = (bench: string, rows: readonly Row[]): string => {
  const plain = rows.map((row) => ({
    subject: row.subject,
    sockets: row.sockets,
    cpuPercent: rounded(row.cpuPercent, 3),
    rssMb: rounded(row.rssMb, 1),
    wireBytesPerSample: rounded(row.wireBytesPerSample, 3),
  }));
  return `${JSON.stringify({ bench, rows: plain }, undefined, 2)}\n`;
};
