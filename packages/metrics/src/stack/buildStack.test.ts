import { describe, expect, it } from 'vitest';
import { LiveWindow } from '../window.ts';
import { buildStack } from './buildStack.ts';
import { english } from './english.ts';
import { ID } from './ids.ts';
import { grows, HOST, inputOf } from './stackFixture.ts';

describe('buildStack', () => {
  it('knows nothing before the first sample, and says so', () => {
    const model = english(buildStack({ window: new LiveWindow(), sockets: undefined, tunables: {}, host: HOST }));
    expect(model.timeMs).toBe(0);
    expect(model.layers.map(({ layer }) => layer)).toEqual(['application', 'socket', 'transport', 'network', 'link']);
    for (const layer of model.layers) {
      expect(layer.state).toBe('unknown');
      expect(layer.reason).toBe('no sample has arrived yet');
      for (const gauge of layer.gauges) expect(gauge.fraction).toBeUndefined();
      for (const headline of layer.headlines) expect(headline.value).toBeUndefined();
    }
  });

  it('waits for a second sample before it calls anything calm', () => {
    const first = inputOf({ [ID.tcp.outSegs]: [5], [ID.ip.inReceives]: [5] });
    const window = new LiveWindow();
    const labels = {};
    window.push([{ metric: ID.tcp.outSegs, labels }], { timeMs: 1, monoMs: 1, values: Float64Array.of(5) });
    expect(english(buildStack({ ...first, window })).layers[2]?.reason).toBe(
      'waiting for a second sample of TCP segment counters to compare with',
    );
  });

  it('names what is missing while other layers are calm', () => {
    const { layers } = english(buildStack(inputOf({ [ID.ip.inReceives]: grows(6), [ID.ip.outRequests]: grows(6) })));
    expect(layers[3]?.state).toBe('calm');
    expect(layers[3]?.reason).toBe('quiet: 12 packets/s, nothing discarded');
    expect(layers[2]?.state).toBe('unknown');
    expect(layers[2]?.reason).toBe('the agent does not report TCP segment counters');
  });

  it('gives two or three headlines and a flow in one unit to every layer', () => {
    for (const layer of english(buildStack(inputOf({}))).layers) {
      expect(layer.headlines.length).toBeGreaterThanOrEqual(2);
      expect(layer.headlines.length).toBeLessThanOrEqual(3);
      expect(layer.spark.labels.length).toBe(2);
      expect(new Set([...layer.headlines, ...layer.gauges].map(({ id }) => id)).size).toBe(
        layer.headlines.length + layer.gauges.length,
      );
    }
  });
});
