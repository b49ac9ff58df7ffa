import type { SparkPoint } from '@netstrata/metrics';
import type { StackUpdate } from '@netstrata/protocol/types';
import { describe, expect, it } from 'vitest';
import { hostOf, INITIAL, reduce, viewKey, withPoint } from './state.ts';

const point = (timeMs: number): SparkPoint => ({ timeMs, values: [[timeMs, null]] });
const update = (timeMs: number, self = true) =>
  ({
    hostId: 'h1',
    host: { self },
    facts: { hostname: 'web-1' },
    stack: { timeMs, layers: [{ layer: 'link', state: 'calm' }] },
    spark: point(timeMs),
  }) as unknown as StackUpdate;

describe('withPoint', () => {
  it('adds in order, drops doubles and what is late, and keeps five minutes', () => {
    expect(withPoint([point(1)], point(1))).toEqual([point(1)]);
    expect(withPoint([point(5)], point(3))).toEqual([point(5)]);
    expect(
      withPoint([point(0), point(1000), point(2000), point(300_000)], point(301_000)).map(({ timeMs }) => timeMs),
    ).toEqual([2000, 300_000, 301_000]);
  });

  it('starts anew after a gap longer than five minutes', () => {
    expect(withPoint([point(0)], point(900_000))).toEqual([point(900_000)]);
  });
});

describe('reduce', () => {
  it('knows which host is self once it has been heard of', () => {
    const other = reduce(INITIAL, { type: 'stack:update', data: update(1000, false) }, 1000);
    expect(hostOf(other, 'self').update).toBeUndefined();
    const state = reduce(other, { type: 'stack:update', data: update(2000) }, 2000);
    expect(hostOf(state, 'self')).toBe(hostOf(state, 'h1'));
    expect(hostOf(state, 'self').update?.stack.timeMs).toBe(2000);
  });

  it('knows of each beat whether the history can be written', () => {
    const failing = reduce(INITIAL, { type: 'server:beat', data: { timeMs: 5000, unstored: true } }, 4000);
    expect(failing).toMatchObject({ beatAtMs: 4000, clockOffsetMs: 1000, unstored: true });
    expect(reduce(failing, { type: 'server:beat', data: { timeMs: 6000 } }, 5000).unstored).toBe(false);
  });

  it('keeps the parts of an update that did not change', () => {
    const first = reduce(INITIAL, { type: 'stack:update', data: update(1000) }, 1000);
    const second = reduce(first, { type: 'stack:update', data: update(2000) }, 2000);
    expect(hostOf(second, 'h1').update?.facts).toBe(hostOf(first, 'h1').update?.facts);
    expect(hostOf(second, 'h1').update?.stack.layers).toBe(hostOf(first, 'h1').update?.stack.layers);
    expect(hostOf(second, 'h1').history).toEqual([point(1000), point(2000)]);
  });

  it('puts history under points that came before it, without doubles', () => {
    const live = reduce(INITIAL, { type: 'stack:update', data: update(3000) }, 3000);
    const points = [point(1000), point(2000), point(3000)];
    const state = reduce(live, { type: 'stack:history', data: { hostId: 'h1', points } }, 3000);
    expect(hostOf(state, 'h1').history).toEqual(points);
    const older = reduce(live, { type: 'stack:history', data: { hostId: 'h1', points: points.slice(0, 2) } }, 3000);
    expect(hostOf(older, 'h1').history).toEqual(points);
  });

  it('gives what is drawn in steps another history once a step, and a whole one at once', () => {
    const after = (state: typeof INITIAL, timeMs: number) =>
      reduce(state, { type: 'stack:update', data: update(timeMs) }, timeMs);
    const first = after(INITIAL, 2000);
    const second = after(first, 3999);
    expect(hostOf(second, 'h1').steps).toEqual([point(2000)]);
    expect(hostOf(second, 'h1').steps).toBe(hostOf(first, 'h1').steps);
    expect(hostOf(after(second, 4000), 'h1').steps).toEqual([point(2000), point(3999), point(4000)]);
    const points = [point(1000), point(2000)];
    const state = reduce(first, { type: 'stack:history', data: { hostId: 'h1', points } }, 2000);
    expect(hostOf(state, 'h1').steps).toEqual(points);
  });

  it('remembers why a view was refused until it is not', () => {
    const key = viewKey({ view: 'stack', hostId: 'self' });
    const error = { code: 'not-found', message: 'no agent of self has reported' };
    const refused = reduce(INITIAL, { type: 'view:answered', key, error }, 1);
    expect(refused.refused).toEqual({ [key]: error });
    expect(reduce(refused, { type: 'view:answered', key, error: { ...error } }, 2).refused).toBe(refused.refused);
    expect(reduce(refused, { type: 'view:answered', key, error: undefined }, 3).refused).toEqual({});
  });

  it('does not change for a link event that says what is known', () => {
    const open = reduce(INITIAL, { type: 'link', link: 'open' }, 10);
    expect(open.linkAtMs).toBe(10);
    expect(reduce(open, { type: 'link', link: 'open' }, 20)).toBe(open);
  });
});
