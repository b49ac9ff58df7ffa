import { describe, expect, it, test } from 'vitest';
import { between, followsNow, parseTime, shifted, timeQuery, windowOf } from './timeRange.ts';

const parse = (query: string) => parseTime(new URLSearchParams(query));
const NOON = Date.UTC(2026, 10, 29, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('parseTime', () => {
  it('reads what is there', () => {
    expect(parse('')).toEqual({ kind: 'live' });
    expect(parse('last=1h')).toEqual({ kind: 'last', last: '1h' });
    expect(parse('from=2026-11-29T11:00:00Z&to=2026-11-29T12:00:00Z')).toEqual({
      kind: 'between',
      fromMs: NOON - HOUR,
      toMs: NOON,
    });
    expect(parse('from=2026-11-29T11:00Z&to=2026-11-29T12:00:00.000Z')).toMatchObject({ toMs: NOON });
  });

  it('takes a stretch for what is meant where `last` stands beside it', () => {
    expect(parse('last=1h&from=2026-11-29T11:00:00Z&to=2026-11-29T12:00:00Z')).toMatchObject({ kind: 'between' });
  });

  test.each([
    'last=2h',
    'last=',
    'last=__proto__',
    'last=1h%00',
    'from=2026-11-29T11:00:00Z',
    'to=2026-11-29T11:00:00Z',
    'from=2026-11-29T12:00:00Z&to=2026-11-29T11:00:00Z',
    'from=2026-11-29T12:00:00Z&to=2026-11-29T12:00:00Z',
    'from=2026-11-29T12:00:00Z&to=2026-11-29T12:00:01Z',
    'from=1900-01-01T00:00:00Z&to=2026-11-29T12:00:00Z',
    'from=1969-12-31T00:00:00Z&to=1970-01-01T00:00:00Z',
    'from=2026-02-31T99:00:00Z&to=2026-11-29T12:00:00Z',
    'from=2026-11-29T11:00:00&to=2026-11-29T12:00:00',
    'from=2026-11-29T11:00:00%2B08:00&to=2026-11-29T12:00:00Z',
    'from=1764414000000&to=1764417600000',
    'from=now-1h&to=now',
    'from=<script>&to=NaN',
    'from=-271821-04-20T00:00:00Z&to=+275760-09-13T00:00:00Z',
  ])('takes %s for absent', (query) => {
    expect(parse(query)).toEqual({ kind: 'live' });
  });
});

describe('timeQuery', () => {
  const query = new URLSearchParams('layer=link&last=6h&sockets=udp');

  it('changes the time and keeps the rest', () => {
    expect(timeQuery(query, { kind: 'live' })).toBe('layer=link&sockets=udp');
    expect(timeQuery(query, { kind: 'last', last: 'all' })).toBe('layer=link&sockets=udp&last=all');
    expect(timeQuery(query, { kind: 'between', fromMs: NOON - HOUR, toMs: NOON })).toBe(
      'layer=link&sockets=udp&from=2026-11-29T11:00:00Z&to=2026-11-29T12:00:00Z',
    );
  });

  it('is read back as it was written', () => {
    const range = between(NOON - 12_345, NOON + 678) ?? { kind: 'live' };
    expect(range).toEqual({ kind: 'between', fromMs: NOON - 13_000, toMs: NOON + 1000 });
    expect(parse(timeQuery(new URLSearchParams(), range))).toEqual(range);
  });
});

describe('windowOf', () => {
  it('ends now unless it is over', () => {
    expect(windowOf({ kind: 'live' }, NOON)).toEqual({ fromMs: NOON - 5 * MINUTE, toMs: NOON });
    expect(windowOf({ kind: 'last', last: '24h' }, NOON)).toEqual({ fromMs: NOON - 24 * HOUR, toMs: NOON });
    expect(windowOf({ kind: 'between', fromMs: 5, toMs: 9 }, NOON)).toEqual({ fromMs: 5, toMs: 9 });
  });

  it('begins with the first moment that is stored for all that is', () => {
    expect(windowOf({ kind: 'last', last: 'all' }, NOON, NOON - 40 * HOUR)).toEqual({
      fromMs: NOON - 40 * HOUR,
      toMs: NOON,
    });
    expect(windowOf({ kind: 'last', last: 'all' }, NOON, NOON + 1)).toEqual({ fromMs: NOON - 5000, toMs: NOON });
  });
});

describe('shifted', () => {
  it('goes half a stretch, and comes back to where it follows the present', () => {
    const hour = { kind: 'last', last: '1h' } as const;
    const earlier = shifted(hour, -1, NOON);
    expect(earlier).toEqual({ kind: 'between', fromMs: NOON - 1.5 * HOUR, toMs: NOON - 0.5 * HOUR });
    expect(shifted(earlier, -1, NOON)).toEqual({ kind: 'between', fromMs: NOON - 2 * HOUR, toMs: NOON - HOUR });
    expect(shifted(earlier, 1, NOON)).toEqual(hour);
    expect(shifted(shifted({ kind: 'live' }, -1, NOON + 777), 1, NOON + 30_000)).toEqual({ kind: 'live' });
    expect(shifted({ kind: 'between', fromMs: NOON - 61_000, toMs: NOON - 50_000 }, -1, NOON)).toEqual({
      kind: 'between',
      fromMs: NOON - 67_000,
      toMs: NOON - 56_000,
    });
  });

  it('never goes beyond now, nor out of everything', () => {
    expect(shifted({ kind: 'live' }, 1, NOON)).toEqual({ kind: 'live' });
    expect(shifted({ kind: 'last', last: 'all' }, -1, NOON)).toEqual({ kind: 'last', last: 'all' });
    const odd = { kind: 'between', fromMs: NOON - 7 * MINUTE, toMs: NOON - MINUTE } as const;
    expect(shifted(odd, 1, NOON)).toEqual({ kind: 'between', fromMs: NOON - 6 * MINUTE, toMs: NOON });
  });
});

it('follows the present unless it is over', () => {
  expect(followsNow({ kind: 'live' })).toBe(true);
  expect(followsNow({ kind: 'last', last: 'all' })).toBe(true);
  expect(followsNow({ kind: 'between', fromMs: 0, toMs: 5000 })).toBe(false);
});
