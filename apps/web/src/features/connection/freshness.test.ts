import type { StackUpdate } from '@netstrata/protocol/types';
import { describe, expect, it } from 'vitest';
import { ageOf, freshnessOf } from './freshness.ts';
import { INITIAL, type LiveEvent, reduce } from './state.ts';

const stackUpdate = (timeMs: number) =>
  ({
    hostId: 'h1',
    host: { self: true },
    stack: { timeMs, layers: [] },
    spark: { timeMs, values: [] },
  }) as unknown as StackUpdate;
const at = (...events: readonly (readonly [nowMs: number, event: LiveEvent])[]) =>
  events.reduce((state, [nowMs, event]) => reduce(state, event, nowMs), INITIAL);
const open = [1000, { type: 'link', link: 'open' }] as const;
const beat = (nowMs: number) => [nowMs, { type: 'server:beat', data: { timeMs: nowMs } }] as const;
const sample = (nowMs: number) => [nowMs, { type: 'stack:update', data: stackUpdate(nowMs) }] as const;

describe('freshnessOf', () => {
  it('goes from connecting over waiting to live', () => {
    expect(freshnessOf(INITIAL, 'self', 500)).toEqual({ kind: 'connecting' });
    expect(freshnessOf(at(open, beat(1100)), 'self', 1200)).toEqual({ kind: 'waiting' });
    expect(freshnessOf(at(open, beat(1100), sample(1100)), 'self', 1200)).toEqual({ kind: 'live' });
  });

  it('is lost 2.5 s after the last beat, since that beat', () => {
    const state = at(open, beat(1100), sample(1100));
    expect(freshnessOf(state, 'self', 3599).kind).toBe('live');
    expect(freshnessOf(state, 'self', 3600)).toEqual({ kind: 'lost', sinceMs: 1100 });
  });

  it('is lost at once when the line breaks, and until a beat is heard again', () => {
    const broken = at(open, beat(1100), sample(1100), [1300, { type: 'link', link: 'closed' }]);
    expect(freshnessOf(broken, 'self', 1300)).toEqual({ kind: 'lost', sinceMs: 1100 });
    const again = reduce(reduce(broken, { type: 'link', link: 'open' }, 9000), beat(9100)[1], 9100);
    expect(freshnessOf(again, 'self', 9100).kind).toBe('silent');
    expect(freshnessOf(reduce(again, sample(9150)[1], 9150), 'self', 9200).kind).toBe('live');
  });

  it('is lost, not connecting, when the server never answered', () => {
    expect(freshnessOf(at([700, { type: 'link', link: 'closed' }]), 'self', 5000)).toEqual({
      kind: 'lost',
      sinceMs: 700,
    });
  });

  it('tells a silent agent from a lost server', () => {
    const state = at(open, sample(1100), sample(2100), sample(3100), beat(6000));
    expect(freshnessOf(state, 'self', 6100).kind).toBe('live');
    expect(freshnessOf(state, 'self', 6101)).toEqual({ kind: 'silent', sinceMs: 3100 });
  });

  it('waits three intervals for an agent that samples less often', () => {
    const state = at(open, sample(1000), sample(6000), sample(11_000), beat(25_900));
    expect(freshnessOf(state, 'self', 26_000).kind).toBe('live');
    expect(freshnessOf(state, 'self', 26_001).kind).toBe('silent');
  });
});

describe('ageOf', () => {
  it('is unknown before the first sample and counts by the server’s clock', () => {
    expect(ageOf(INITIAL, 'self', 1000)).toBeUndefined();
    const ahead = at(
      open,
      [1000, { type: 'server:beat', data: { timeMs: 3000 } }],
      [1000, { type: 'stack:update', data: stackUpdate(2500) }],
    );
    expect(ageOf(ahead, 'h1', 1200)).toBe(700);
  });
});
