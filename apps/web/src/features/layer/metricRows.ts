import { describeMetric, type Layer, type MetricDescription, metricsOfLayer } from '@netstrata/metrics';
import type { LayerValue } from '@netstrata/protocol/types';

/** One metric of a layer with all its series. */
export interface MetricRow {
  readonly metric: MetricDescription;
  /** Empty when the host does not report it. */
  readonly series: readonly LayerValue[];
}

type GroupId = 'trouble' | 'all' | 'absent';
export interface MetricGroup {
  readonly id: GroupId;
  readonly rows: readonly MetricRow[];
}

/** A description by id, made once, so that rows keep their identity. */
const described = new Map<string, MetricDescription>();
const describe = (id: string): MetricDescription => {
  const known = described.get(id) ?? describeMetric(id);
  described.set(id, known);
  return known;
};

/** Catalogue order; what the catalogue does not know (a newer kernel's counters) comes after it. */
export const rowsOf = (layer: Layer, values: readonly LayerValue[]): readonly MetricRow[] => {
  const series = new Map<string, LayerValue[]>(metricsOfLayer(layer).map(({ id }) => [id, []]));
  for (const value of values) {
    const known = series.get(value.metric);
    if (known === undefined) series.set(value.metric, [value]);
    else known.push(value);
  }
  return [...series].map(([id, list]) => ({ metric: describe(id), series: list }));
};

/** Trouble counters that grow now, added to those that grew before: a row that was trouble stays in its place. */
export const withTroubled = (before: ReadonlySet<string>, rows: readonly MetricRow[]): ReadonlySet<string> => {
  const fresh = rows.filter(
    ({ metric, series }) =>
      metric.trouble === true && !before.has(metric.id) && series.some(({ perSecond }) => (perSecond ?? 0) > 0),
  );
  return fresh.length === 0 ? before : new Set([...before, ...fresh.map(({ metric }) => metric.id)]);
};

/** Every word must occur in the id, kernel name, commands, a label, or the title and help, in English or as the reader sees them. */
export const matches = (
  { metric, series }: MetricRow,
  seen: Pick<MetricDescription, 'title' | 'help'>,
  search: string,
): boolean => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const labels = series.flatMap((value) => Object.values(value.labels));
  const texts = [metric, seen].flatMap(({ title, help }) => [title, help]);
  const text = [metric.id, metric.kernelName, ...texts, ...metric.commands, ...labels].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
};

/** Trouble first, then what is reported, then what is not; empty groups are left out. */
export const groupsOf = (rows: readonly MetricRow[], troubled: ReadonlySet<string>): readonly MetricGroup[] => {
  const groupOf = ({ metric, series }: MetricRow): GroupId =>
    series.length === 0 ? 'absent' : troubled.has(metric.id) ? 'trouble' : 'all';
  return (['trouble', 'all', 'absent'] as const)
    .map((id) => ({ id, rows: rows.filter((row) => groupOf(row) === id) }))
    .filter(({ rows: inGroup }) => inGroup.length > 0);
};

export interface Total {
  readonly value: number | null;
  readonly perSecond: number | null;
}

const sum = (parts: readonly (number | null)[]): number | null =>
  parts.reduce<number | null>((total, part) => (part === null ? total : (total ?? 0) + part), null);

/** What one line says of all series: counters of like things add up; of anything else only a single one can be shown. */
export const totalOf = ({ metric, series }: MetricRow): Total => {
  const [first] = series;
  if (series.length === 1 && first !== undefined) return { value: first.value, perSecond: first.perSecond };
  if (metric.kind !== 'counter' || metric.labels.includes('statistic')) return { value: null, perSecond: null };
  return { value: sum(series.map(({ value }) => value)), perSecond: sum(series.map(({ perSecond }) => perSecond)) };
};
