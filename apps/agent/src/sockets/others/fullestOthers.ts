import type { OtherSocketRow } from '@netstrata/metrics';

const MOST_ROWS = 50;

/** Those that have dropped most, then the fullest. */
export function fullestOthers(rows: readonly OtherSocketRow[]): readonly OtherSocketRow[] {
  const score = ({ drops = 0, fill }: OtherSocketRow) => drops + Math.min(1, fill);
  return rows.toSorted((a, b) => score(b) - score(a)).slice(0, MOST_ROWS);
}
