const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Stretches up to now that can be chosen; `all` is what is stored. */
export const LASTS = ['5m', '15m', '1h', '6h', '24h', '7d', '30d', 'all'] as const;
export type Last = (typeof LASTS)[number];

const LAST_MS: Readonly<Record<Exclude<Last, 'all'>, number>> = {
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
};
/** What charts show while nothing is chosen. */
const LIVE_MS = LAST_MS['5m'];
/** The hours of a year are kept: nothing is older. */
const MOST_MS = 400 * DAY_MS;
const SHORTEST_MS = 5000;

/** Which time the pages show: the present as it happens, a stretch that ends now, or one that is over. */
export type TimeRange =
  | { readonly kind: 'live' }
  | { readonly kind: 'last'; readonly last: Last }
  | { readonly kind: 'between'; readonly fromMs: number; readonly toMs: number };

export const LIVE: TimeRange = { kind: 'live' };

/** A stretch of time, Unix ms. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/;

const momentOf = (text: string | null): number | undefined => {
  const timeMs = ISO.test(text ?? '') ? Date.parse(text ?? '') : Number.NaN;
  return Number.isNaN(timeMs) ? undefined : timeMs;
};

/** A stretch that is over, in whole seconds; undefined when it is none that could be shown. */
export const between = (fromMs: number, toMs: number): TimeRange | undefined => {
  const from = Math.floor(fromMs / 1000) * 1000;
  const to = Math.ceil(toMs / 1000) * 1000;
  if (!(from >= 0 && to - from >= SHORTEST_MS && to - from <= MOST_MS)) return undefined;
  return { kind: 'between', fromMs: from, toMs: to };
};

/** Reads `from` and `to`, or `last`, of a query string; what cannot be meant counts as absent. */
export const parseTime = (query: URLSearchParams): TimeRange => {
  const [fromMs, toMs] = [momentOf(query.get('from')), momentOf(query.get('to'))];
  const past = fromMs === undefined || toMs === undefined ? undefined : between(fromMs, toMs);
  const last = LASTS.find((known) => known === query.get('last'));
  return past ?? (last === undefined ? LIVE : { kind: 'last', last });
};

const isoOf = (timeMs: number): string => new Date(timeMs).toISOString().replace('.000Z', 'Z');

/** The query string with another time in it; parameters of others stay. */
export const timeQuery = (query: URLSearchParams, range: TimeRange): string => {
  const next = new URLSearchParams(query);
  for (const key of ['last', 'from', 'to']) next.delete(key);
  if (range.kind === 'last') next.set('last', range.last);
  if (range.kind === 'between') {
    next.set('from', isoOf(range.fromMs));
    next.set('to', isoOf(range.toMs));
  }
  return next.toString().replaceAll('%3A', ':');
};

/** What of the time is shown at `nowMs`. `oldestMs` is the first moment that is stored, where it is known. */
export const windowOf = (range: TimeRange, nowMs: number, oldestMs = nowMs - DAY_MS): TimeWindow => {
  switch (range.kind) {
    case 'between':
      return { fromMs: range.fromMs, toMs: range.toMs };
    case 'live':
      return { fromMs: nowMs - LIVE_MS, toMs: nowMs };
    case 'last':
      return {
        fromMs: range.last === 'all' ? Math.min(oldestMs, nowMs - SHORTEST_MS) : nowMs - LAST_MS[range.last],
        toMs: nowMs,
      };
  }
};

/** A stretch of that length that ends now. */
const endingNow = (spanMs: number, nowMs: number): TimeRange => {
  if (spanMs === LIVE_MS) return LIVE;
  const last = LASTS.find((known) => known !== 'all' && LAST_MS[known] === spanMs);
  return last === undefined ? (between(nowMs - spanMs, nowMs) ?? LIVE) : { kind: 'last', last };
};

/** Half a stretch earlier (-1) or later (1), never beyond now. Everything that is stored has nothing beside it. */
export const shifted = (range: TimeRange, direction: -1 | 1, nowMs: number): TimeRange => {
  if (range.kind === 'last' && range.last === 'all') return range;
  // In whole seconds, as the address has them: a stretch keeps its length however often it is moved.
  const { fromMs, toMs } = windowOf(range, Math.floor(nowMs / 1000) * 1000);
  const spanMs = toMs - fromMs;
  const byMs = direction * Math.ceil(spanMs / 2000) * 1000;
  // What little would be left before now is not worth another press.
  if (direction === 1 && toMs + byMs > nowMs - spanMs / 4) return endingNow(spanMs, nowMs);
  return between(fromMs + byMs, toMs + byMs) ?? range;
};

/** Whether a stretch that ends now is shown, and grows with it. */
export const followsNow = (range: TimeRange): boolean => range.kind !== 'between';
