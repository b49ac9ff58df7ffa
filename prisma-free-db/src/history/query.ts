import type Database from 'better-sqlite3';
import type { Block } from '../block/block.ts';
import { ROLLUP, rollUp } from '../block/rollup.ts';
import { StoreError } from '../StoreError.ts';
import { startOf, TIER, TIERS, type Tier } from '../tiers.ts';
import type { HistoryQuery, SeriesPoints } from '../types.ts';
import { prepareReadBlocks } from './readBlocks.ts';
import { prepareReadLog } from './readLog.ts';

const MOST_POINTS = 12_000;
const MOST_SERIES = 512;

interface SeriesRow {
  readonly id: number;
  readonly metric: string;
  readonly labels: string;
}

/** Gives the history query: steps aligned to the epoch, one entry a step from `fromMs` to `toMs`, null where unknown. */
export const prepareQuery = (database: Database.Database) => {
  const hostOf = database.prepare<[string], { id: number }>('SELECT id FROM host WHERE host_id = ?');
  const seriesOf = database.prepare<[number, string], SeriesRow>(
    'SELECT id, metric, labels FROM series WHERE host = ? AND metric = ? ORDER BY labels',
  );
  const readBlocks = prepareReadBlocks(database);
  const readLog = prepareReadLog(database);

  // One read transaction, so that a tick that is packed meanwhile is seen in one place, not in none or in two.
  return database.transaction((query: HistoryQuery): readonly SeriesPoints[] => {
    const { fromMs, toMs, stepMs } = checked(query);
    const host = hostOf.get(query.hostId);
    if (!host) throw new StoreError('unknown-host', `There is no history of host ${query.hostId}.`);
    const series = [...new Set(query.metrics)].flatMap((metric) => seriesOf.all(host.id, metric));
    if (series.length > MOST_SERIES)
      throw new StoreError(
        'too-much',
        `${series.length} series, at most ${MOST_SERIES} can be asked for at once: ask for fewer metrics.`,
      );
    const wanted = new Set(series.map(({ id }) => id));
    const blocks = [
      ...readBlocks(host.id, fromMs, toMs, tierFor(stepMs), wanted),
      readLog(host.id, fromMs, toMs, wanted),
    ];
    const steps = rollUp(inOrder(blocks), stepMs);
    const starts = Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (_, n) => fromMs + n * stepMs);
    const places = new Map([...steps.times].map((time, at) => [time, at]));
    return series.map(({ id, metric, labels }) => ({
      metric,
      labels: JSON.parse(labels) as Record<string, string>,
      points: starts.map((timeMs) => pointAt(timeMs, places.get(timeMs), steps.columns.get(id))),
    }));
  });
};

const checked = ({ fromMs, toMs, stepMs }: HistoryQuery) => {
  if (![fromMs, toMs, stepMs].every(Number.isSafeInteger) || stepMs < 1000 || toMs <= fromMs)
    throw new StoreError(
      'bad-query',
      'A history query needs whole milliseconds, from before to, and a step of at least 1000.',
    );
  const aligned = { fromMs: startOf(fromMs, stepMs), toMs, stepMs };
  const points = Math.ceil((toMs - aligned.fromMs) / stepMs);
  if (points > MOST_POINTS)
    throw new StoreError(
      'too-much',
      `${points} points a series, at most ${MOST_POINTS} can be asked for: use a step of at least ${Math.ceil((toMs - fromMs) / MOST_POINTS)} ms.`,
    );
  return aligned;
};

const tierFor = (stepMs: number): Tier => {
  if (stepMs >= TIERS[TIER.hour].stepMs) return TIER.hour;
  return stepMs >= TIERS[TIER.minute].stepMs ? TIER.minute : TIER.raw;
};

/** By first time: late ticks are packed in later parts, and "last" of a step must be the latest. */
const inOrder = (blocks: readonly Block[]): readonly Block[] =>
  blocks.filter(({ times }) => times.length > 0).toSorted((a, b) => (a.times[0] as number) - (b.times[0] as number));

const pointAt = (
  timeMs: number,
  at: number | undefined,
  columns: readonly Float64Array[] | undefined,
): SeriesPoints['points'][number] => {
  const count = at === undefined ? 0 : (columns?.[ROLLUP.count]?.[at] ?? 0);
  if (at === undefined || !columns || count === 0) return { timeMs, last: null, min: null, max: null, mean: null };
  const of = (column: number) => columns[column]?.[at] ?? null;
  return {
    timeMs,
    last: of(ROLLUP.last),
    min: of(ROLLUP.min),
    max: of(ROLLUP.max),
    mean: (of(ROLLUP.sum) ?? 0) / count,
  };
};
