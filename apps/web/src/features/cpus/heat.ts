type Values = readonly (number | null)[];

/** One CPU over the columns. */
export interface HeatRow {
  readonly cpu: string;
  readonly values: Values;
}

/** What the map draws: rows of CPUs, columns of `stepMs` each from `fromMs` on. */
export interface Heat {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly columns: number;
  readonly rows: readonly HeatRow[];
}

export interface StoredCpu {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [timeMs: number, value: number | null])[];
}

export interface HeatGrid {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly columns: number;
}

/** Widths of columns that people expect, seconds. */
const STEPS = [2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400];
/** More of them than this are no wider than a hair. */
const MOST_COLUMNS = 180;

/** The whole steps of a time: one that is not over would seem too calm. */
export function gridOf({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): HeatGrid {
  const seconds = STEPS.find((step) => (toMs - fromMs) / (step * 1000) <= MOST_COLUMNS) ?? 604_800;
  const stepMs = seconds * 1000;
  const endMs = Math.floor(toMs / stepMs) * stepMs;
  const columns = Math.max(1, Math.round((toMs - fromMs) / stepMs));
  return { fromMs: endMs - columns * stepMs, stepMs, columns };
}

/** Puts stored series into a grid, over what was known of it before. A CPU that came or went is unknown while it was not there. */
export function fillHeat(before: Heat | undefined, grid: HeatGrid, stored: readonly StoredCpu[]): Heat {
  const { fromMs, stepMs, columns } = grid;
  const rows = new Map<string, (number | null)[]>();
  const rowOf = (cpu: string) => {
    const row = rows.get(cpu) ?? Array.from<number | null>({ length: columns }).fill(null);
    rows.set(cpu, row);
    return row;
  };
  if (before?.stepMs === stepMs) {
    const shift = (fromMs - before.fromMs) / stepMs;
    for (const { cpu, values } of before.rows) {
      const row = rowOf(cpu);
      for (const [place, value] of values.entries()) if (place >= shift) row[place - shift] = value;
      row.length = columns;
    }
  }
  for (const { labels, points } of stored) {
    const row = rowOf(labels['cpu'] ?? '?');
    for (const [timeMs, value] of points) {
      const place = Math.floor((timeMs - fromMs) / stepMs);
      if (place >= 0 && place < columns && value !== null) row[place] = value;
    }
  }
  const cpus = [...rows].map(([cpu, values]) => ({ cpu, values }));
  return { ...grid, rows: cpus.toSorted((a, b) => Number(a.cpu) - Number(b.cpu)) };
}

/** The highest value of all. */
export const peakOf = ({ rows }: Heat): number =>
  rows.reduce((most, { values }) => values.reduce<number>((high, value) => Math.max(high, value ?? 0), most), 0);

/** The least that is drawn of some, so that it never looks like none. */
const SOME = 0.3;

/** Where a value is on the scale: 0 for none, up to `levels` for the most. */
export const levelOf = (value: number, peak: number, levels: number): number =>
  value <= 0 || peak <= 0 ? 0 : Math.min(levels, Math.max(SOME, (value / peak) * levels));

interface RowSummary {
  readonly cpu: string;
  readonly mean: number | undefined;
  readonly highest: number | undefined;
  /** When that was, Unix ms. */
  readonly highestMs: number | undefined;
}

/** Mean and peak of one CPU over all that is known of it. */
export function summaryOf({ cpu, values }: HeatRow, { fromMs, stepMs }: HeatGrid): RowSummary {
  let sum = 0;
  let known = 0;
  let place: number | undefined;
  for (const [at, value] of values.entries()) {
    if (value === null) continue;
    sum += value;
    known += 1;
    if (place === undefined || value > (values[place] ?? 0)) place = at;
  }
  return {
    cpu,
    mean: known === 0 ? undefined : sum / known,
    highest: place === undefined ? undefined : (values[place] ?? undefined),
    highestMs: place === undefined ? undefined : fromMs + place * stepMs,
  };
}
