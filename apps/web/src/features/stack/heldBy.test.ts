import type { Layer, LayerModel, LayerState } from '@netstrata/metrics';
import { expect, it } from 'vitest';
import { heldBy } from './heldBy.ts';

const layer = (name: Layer, state: LayerState): LayerModel => ({
  layer: name,
  state,
  reason: '',
  headlines: [],
  gauges: [],
  troubles: [],
  flow: { down: undefined, up: undefined, unit: 'bytes/s' },
  spark: { title: '', unit: 'bytes/s', labels: ['', ''] },
});

it('puts every layer under the nearest one below that is full', () => {
  const layers = [
    layer('application', 'calm'),
    layer('socket', 'saturated'),
    layer('transport', 'busy'),
    layer('network', 'calm'),
    layer('link', 'saturated'),
  ];
  expect(heldBy(layers)).toEqual(['socket', 'link', 'link', 'link', undefined]);
  expect(heldBy(layers.slice(0, 1))).toEqual([undefined]);
});
