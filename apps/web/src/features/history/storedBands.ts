import type { Labels } from '@netstrata/metrics';

type Point = readonly [timeMs: number, mean: number | null, min: number | null, max: number | null];

/** A series as the API gives it `as=band`. */
export interface StoredBand {
  readonly id: string;
  readonly labels: Labels;
  readonly unit: string;
  readonly points: readonly Point[];
}

const keyOf = ({ id, labels }: Pick<StoredBand, 'id' | 'labels'>): string =>
  JSON.stringify([id, ...Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))]);

/** The distance of two steps; undefined while there are fewer than two. */
export const stepOf = (all: readonly StoredBand[]): number | undefined => {
  const points = all.find((series) => series.points.length > 1)?.points;
  return points === undefined ? undefined : (points[1]?.[0] ?? 0) - (points[0]?.[0] ?? 0);
};

/** The newest step of all, Unix ms. */
export const newestOf = (all: readonly StoredBand[]): number | undefined => {
  const ends = all.flatMap(({ points }) => points.at(-1)?.[0] ?? []);
  return ends.length === 0 ? undefined : Math.max(...ends);
};

/** What was known with its end told anew: steps from the first of `tail` on are replaced, those before `fromMs` are dropped. */
export const withTail = (
  before: readonly StoredBand[],
  tail: readonly StoredBand[],
  fromMs: number,
): readonly StoredBand[] => {
  const fresh = new Map(tail.map((series) => [keyOf(series), series]));
  const joined = before.map((series) => {
    const end = fresh.get(keyOf(series));
    fresh.delete(keyOf(series));
    const endMs = end?.points[0]?.[0] ?? Number.POSITIVE_INFINITY;
    const kept = series.points.filter(([timeMs]) => timeMs >= fromMs && timeMs < endMs);
    return { ...series, points: [...kept, ...(end?.points ?? [])] };
  });
  return [...joined, ...fresh.values()].filter(({ points }) => points.length > 0);
};

/** Whether a series has all these labels. */
export const hasLabels = ({ labels }: Pick<StoredBand, 'labels'>, wanted: Labels): boolean =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value);

/** What tells a series from the others of its metric, in words: "eth0", "eth0 3". */
export const nameOf = ({ labels }: Pick<StoredBand, 'labels'>): string => Object.values(labels).join(' ');
