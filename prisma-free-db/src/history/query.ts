import type Database from 'better-sqlite3';
import { type SeriesSums, StepSums } from '../block/StepSums.ts';
import { prepareReadLog } from '../log/readLog.ts';
import { StoreError } from '../StoreError.ts';
import { startOf, TIER, TIERS, type Tier } from '../tiers.ts';
import type { HistoryQuery, SeriesPoints } from '../types.ts';
import { prepareReadBlocks } from './readBlocks.ts';

const MOST_POINTS = 12_000;
const MOST_SERIES = 512;
/** Label sets a metric has ever had on a host, with data in the range or not. */
const MOST_CANDIDATES = 20_000;
/** Points of all series together: some 200 MB while an answer is made. */
const MOST_VALUES = 1_500_000;
/** A step may be this many points long instead of a whole multiple of them: its edges are then at most 3 % off. */
const POINTS_IN_UNEVEN_STEP = 30;

interface SeriesRow {
  readonly id: number;
  readonly metric: string;
  readonly labels: string;
}

/** Gives the history query: steps aligned to the epoch, one entry a step from `fromMs` to `toMs`, null where unknown. */
export const prepareQuery = (database: Database.Database) => {
  const hostOf = database.prepare<[string], { id: number }>('SELECT id FROM host WHERE host_id = ?');
  const seriesOf = database.prepare<[number, string], SeriesRow>(
    `SELECT id, metric, labels FROM series WHERE host = ? AND metric = ? ORDER BY labels LIMIT ${MOST_CANDIDATES + 1}`,
  );
  const readBlocks = prepareReadBlocks(database);
  const readLog = prepareReadLog(database);

  // One read transaction, so that a tick that is packed meanwhile is seen in one place, not in none or in two.
  return database.transaction((query: HistoryQuery): readonly SeriesPoints[] => {
    const grid = gridOf(query);
    const host = hostOf.get(query.hostId)?.id;
    if (host === undefined) throw new StoreError('unknown-host', `There is no history of host ${query.hostId}.`);
    const candidates = [...new Set(query.metrics)].flatMap((metric) => seriesOf.all(host, metric));
    if (candidates.length > MOST_CANDIDATES) throw tooManySeries(candidates.length, MOST_CANDIDATES);
    const wanted = new Set(candidates.map(({ id }) => id));
    const sums = new StepSums(grid, (series) => checkSize(series, grid.steps));
    const toMs = grid.fromMs + grid.steps * grid.stepMs;
    for (const { block, accept } of readBlocks({ ...grid, host, toMs, wish: tierFor(grid.stepMs) }, wanted))
      sums.add(block, accept);
    const log = readLog(host, grid.fromMs, toMs, wanted);
    if (log.damaged > 0)
      throw new StoreError('corrupt', `${log.damaged} of the newest ticks of host ${query.hostId} are damaged.`);
    sums.add(log.block);
    return candidates.flatMap(({ id, metric, labels }) => {
      const known = sums.of(id);
      return known ? [{ metric, labels: labelsOf(labels), points: pointsOf(known, grid) }] : [];
    });
  }).deferred;
};

const labelsOf = (text: string): SeriesPoints['labels'] => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StoreError('corrupt', 'The history is damaged: the labels of a metric cannot be read.', { cause });
  }
};

const gridOf = ({ fromMs, toMs, stepMs }: HistoryQuery) => {
  if (![fromMs, toMs, stepMs].every(Number.isSafeInteger) || stepMs < 1000 || toMs <= fromMs)
    throw new StoreError(
      'bad-query',
      'A history query needs whole milliseconds, from before to, and a step of at least 1000.',
    );
  const start = startOf(fromMs, stepMs);
  const steps = Math.ceil((toMs - start) / stepMs);
  if (steps > MOST_POINTS)
    throw new StoreError(
      'too-much',
      `${steps} points a series, at most ${MOST_POINTS} can be asked for: use a step of at least ${Math.ceil((toMs - fromMs) / (MOST_POINTS - 1))} ms.`,
    );
  return { fromMs: start, stepMs, steps };
};

const checkSize = (series: number, steps: number): void => {
  if (series > MOST_SERIES) throw tooManySeries(series, MOST_SERIES);
  if (series * steps > MOST_VALUES)
    throw new StoreError(
      'too-much',
      `${series} series of ${steps} points, at most ${MOST_VALUES} points can be asked for at once: use a longer step or fewer metrics.`,
    );
};

const tooManySeries = (series: number, most: number): StoreError =>
  new StoreError(
    'too-much',
    `${series} series, at most ${most} can be asked for at once: ask for fewer metrics, or for a shorter range.`,
  );

/** The coarsest tier whose points fill the steps without standing over their edges. */
const tierFor = (stepMs: number): Tier => {
  const fits = (tier: Tier) => {
    const points = stepMs / TIERS[tier].stepMs;
    return points >= POINTS_IN_UNEVEN_STEP || (points >= 1 && Number.isInteger(points));
  };
  if (fits(TIER.hour)) return TIER.hour;
  return fits(TIER.minute) ? TIER.minute : TIER.raw;
};

const pointsOf = (sums: SeriesSums, { fromMs, stepMs, steps }: ReturnType<typeof gridOf>): SeriesPoints['points'] => {
  const points: SeriesPoints['points'][number][] = [];
  for (let at = 0; at < steps; at++) {
    const timeMs = fromMs + at * stepMs;
    const count = sums.count[at] as number;
    points.push(
      count === 0
        ? { timeMs, last: null, min: null, max: null, mean: null }
        : {
            timeMs,
            last: sums.last[at] as number,
            min: sums.min[at] as number,
            max: sums.max[at] as number,
            mean: (sums.sum[at] as number) / count,
          },
    );
  }
  return points;
};
