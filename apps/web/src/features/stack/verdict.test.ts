import type { Layer, LayerModel, LayerState } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { speaksFirst, verdictOf } from './verdict.ts';

const layer = (name: Layer, state: LayerState): LayerModel => ({
  layer: name,
  state,
  reason: `${name} reason`,
  headlines: [],
  gauges: [],
  troubles: [],
  flow: { down: undefined, up: undefined, unit: 'bytes/s' },
  spark: { title: '', unit: 'bytes/s', labels: ['', ''] },
});
const stack = (...states: readonly LayerState[]) =>
  (['application', 'socket', 'transport', 'network', 'link'] as const).map((name, index) =>
    layer(name, states[index] ?? 'unknown'),
  );

describe('verdictOf', () => {
  it('names the worst layer with its reason, and the others that are not calm', () => {
    expect(verdictOf(stack('busy', 'saturated', 'calm', 'busy', 'calm'))).toEqual({
      state: 'saturated',
      layer: 'socket',
      reason: 'socket reason',
      also: ['network', 'application'],
      unknown: [],
    });
  });

  it('takes the lowest of equals: it is the ceiling of those above', () => {
    expect(verdictOf(stack('saturated', 'saturated', 'calm', 'calm', 'calm')).layer).toBe('socket');
  });

  it('is calm when something is known and nothing hurts, and says what is not known', () => {
    expect(verdictOf(stack('calm', 'calm', 'unknown', 'calm', 'calm'))).toEqual({
      state: 'calm',
      layer: undefined,
      reason: '',
      also: [],
      unknown: ['transport'],
    });
  });

  it('does not take unknown for calm', () => {
    expect(verdictOf(stack()).state).toBe('unknown');
    expect(verdictOf([]).state).toBe('unknown');
  });
});

describe('speaksFirst', () => {
  const calm = verdictOf(stack('calm', 'calm', 'calm', 'calm', 'calm'));
  const busy = verdictOf(stack('calm', 'busy', 'calm', 'calm', 'calm'));
  const partly = verdictOf(stack('calm', 'calm', 'unknown', 'calm', 'calm'));
  const full = verdictOf(stack('calm', 'saturated', 'calm', 'calm', 'calm'));
  it.each([
    ['critical', [true, true, true, false, false]],
    ['warning', [true, false, false, false, false]],
    [undefined, [false, false, false, false, false]],
  ] as const)('%s advice: while calm, busy, partly known, full, unknown', (severity, expected) => {
    expect([calm, busy, partly, full, verdictOf([])].map((verdict) => speaksFirst(verdict, severity))).toEqual(
      expected,
    );
  });
});
