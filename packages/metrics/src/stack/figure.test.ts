import { describe, expect, it } from 'vitest';
import { figureOf, worstLayer } from './figure.ts';
import type { Gauge, LayerModel, LayerState, Trouble } from './types.ts';

const layerOf = (
  layer: LayerModel['layer'],
  state: LayerState,
  more: { readonly gauges?: readonly Gauge[]; readonly troubles?: readonly Trouble[] } = {},
): LayerModel => ({
  layer,
  state,
  reason: '',
  headlines: [],
  gauges: [],
  troubles: [],
  flow: { down: undefined, up: undefined, unit: 'packets/s' },
  spark: { title: '', unit: 'packets/s', labels: ['', ''] },
  ...more,
});
const gaugeOf = (title: string, value: number | undefined, limit: number | undefined, state: LayerState): Gauge => ({
  id: title,
  title,
  value,
  limit,
  unit: 'connections',
  fraction: value === undefined || limit === undefined ? undefined : value / limit,
  marks: [],
  limitName: 'limit',
  metric: 'a.b.c',
  detail: '',
  state,
});
const troubleOf = (title: string, perSecond: number | undefined, state: LayerState): Trouble => ({
  id: title,
  title,
  perSecond,
  metric: 'a.b.c',
  state,
});

describe('worstLayer', () => {
  it('is the lowest of those that hurt most', () => {
    const layers = [layerOf('socket', 'busy'), layerOf('transport', 'busy'), layerOf('network', 'calm')];
    expect(worstLayer(layers)?.layer).toBe('transport');
    expect(worstLayer([])).toBeUndefined();
  });
});

describe('figureOf', () => {
  it('tells what is lost before what is full', () => {
    const socket = layerOf('socket', 'saturated', {
      gauges: [gaugeOf('Accept queue', 129, 128, 'saturated')],
      troubles: [troubleOf('Overflows', 41.234, 'saturated'), troubleOf('Prunes', 3, 'busy')],
    });
    const link = layerOf('link', 'busy', { troubles: [troubleOf('Squeezes', 900, 'busy')] });
    expect(figureOf([socket, link])).toEqual({
      layer: 'socket',
      title: 'Overflows',
      value: 41.2,
      unit: 'events/s',
      state: 'saturated',
    });
  });

  it('tells the fullest of a layer that hurts, whatever is fuller elsewhere', () => {
    const calm = layerOf('application', 'calm', { gauges: [gaugeOf('Open files', 66, 100, 'calm')] });
    const socket = layerOf('socket', 'busy', {
      gauges: [gaugeOf('Send buffer', 10, 100, 'calm'), gaugeOf('Accept queue', 90.04, 128, 'busy')],
    });
    expect(figureOf([calm, socket])).toEqual({
      layer: 'socket',
      title: 'Accept queue',
      value: 90,
      unit: 'connections',
      limit: 128,
      state: 'busy',
    });
  });

  it('tells on a calm host what is nearest to its limit, and no event that is usual', () => {
    const application = layerOf('application', 'calm', { gauges: [gaugeOf('Open files', 12, 1000, 'calm')] });
    const transport = layerOf('transport', 'calm', {
      gauges: [gaugeOf('Memory', 30, 100, 'calm'), gaugeOf('Orphans', undefined, 10, 'unknown')],
      troubles: [troubleOf('Resets', 4, 'calm')],
    });
    expect(figureOf([application, transport])?.title).toBe('Memory');
  });

  it('tells nothing that is a part of a whole: all of it is no limit reached', () => {
    const short = { ...gaugeOf('Short connections', 8, 8, 'calm'), isMix: true } as const;
    const memory = layerOf('transport', 'calm', { gauges: [gaugeOf('Memory', 30, 100, 'calm')] });
    expect(figureOf([layerOf('application', 'calm', { gauges: [short] }), memory])?.title).toBe('Memory');
    expect(figureOf([layerOf('application', 'calm', { gauges: [short] })])).toBeUndefined();
  });

  it('is none when nothing is known', () => {
    const layers = [layerOf('link', 'unknown', { gauges: [gaugeOf('Speed', 3, undefined, 'unknown')] })];
    expect(figureOf(layers)).toBeUndefined();
  });
});
