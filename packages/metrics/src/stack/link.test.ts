import { describe, expect, it } from 'vitest';
import type { StackInput } from './context.ts';
import { english } from './english.ts';
import { ID } from './ids.ts';
import { linkLayer } from './link.ts';
import { grows, inputOf, type Samples } from './stackFixture.ts';

const device = (name: string, tx: number, rx: number): Samples => ({
  [`${ID.dev.txBytes}{device=${name}}`]: grows(tx),
  [`${ID.dev.rxBytes}{device=${name}}`]: grows(rx),
});
const SOFTNET: Samples = {
  [`${ID.softnet.dropped}{cpu=0}`]: 0,
  [`${ID.softnet.dropped}{cpu=1}`]: 0,
  [`${ID.softnet.processed}{cpu=0}`]: grows(30),
  [`${ID.softnet.processed}{cpu=1}`]: grows(12),
  [`${ID.softnet.backlogLen}{cpu=0}`]: 0,
  [`${ID.softnet.backlogLen}{cpu=1}`]: 3,
};
const layerOf = (samples: Samples, more: Partial<StackInput> = {}) =>
  english(linkLayer(inputOf({ ...SOFTNET, ...samples }, more)));
const gaugeOf = (layer: ReturnType<typeof layerOf>, id: string) => layer.gauges.find((gauge) => gauge.id === id);

describe('the devices that count', () => {
  it('are the links, not loopback nor what runs over them', () => {
    const layer = layerOf({
      ...device('lo', 9000, 9000),
      ...device('eth0', 1000, 500),
      ...device('docker0', 700, 700),
      ...device('vethab12', 700, 700),
      ...device('eth0.100', 300, 300),
    });
    expect(layer.headlines.map(({ title, value }) => [title, value])).toEqual([
      ['Out on eth0', 1000],
      ['In on eth0', 500],
      ['Taken up by softirq', 42],
    ]);
    expect(layer.state).toBe('calm');
    expect(layer.reason).toBe('nothing dropped on eth0');
  });

  it('are loopback when nothing else moves', () => {
    const layer = layerOf({ ...device('lo', 9000, 9000), ...device('eth0', 0, 0) });
    expect(layer.headlines[0]?.title).toBe('Out on lo');
    expect(gaugeOf(layer, 'link.speed')).toMatchObject({
      title: 'Link use of eth0',
      detail: expect.stringMatching(/; all traffic of now stays on lo, which is no link$/),
    });
    expect(layer.flow).toEqual({ down: 9000, up: 9000, unit: 'bytes/s' });
  });

  it('are pairs and bridges in a namespace that has nothing else', () => {
    expect(layerOf({ ...device('lo', 0, 0), ...device('veth0', 50, 60) }).headlines[0]).toMatchObject({
      title: 'Out on veth0',
      value: 50,
    });
  });

  it('are added when several links carry traffic', () => {
    const layer = layerOf({
      ...device('eth0', 10, 1),
      ...device('eth1', 20, 2),
      ...device('eth2', 30, 3),
      ...device('eth3', 40, 4),
    });
    expect(layer.headlines[0]).toMatchObject({ title: 'Out on eth0, eth1 and 2 more', value: 100 });
    expect(layer.headlines[1]?.value).toBe(10);
  });

  it('are unknown when no device is reported', () => {
    const layer = layerOf({});
    expect(layer.state).toBe('unknown');
    expect(layer.reason).toBe('the agent does not report network devices');
  });
});

describe('link use', () => {
  const speed = (name: string, mbit: number): Samples => ({ [`${ID.dev.speedMbit}{device=${name}}`]: mbit });

  it.each([
    [86_000_000, 'calm'],
    [88_000_000, 'busy'],
    [119_000_000, 'saturated'],
  ])('of %s bytes/s at 1 Gbit/s is %s', (rx, state) => {
    const layer = layerOf({ ...device('eth0', 1000, rx), ...speed('eth0', 1000) });
    expect(layer.state).toBe(state);
    expect(gaugeOf(layer, 'link.speed')).toMatchObject({
      value: rx,
      limit: 125_000_000,
      unit: 'bytes/s',
      metric: 'link.dev.rxBytes',
      detail: 'eth0 receiving, the busier of its two directions',
    });
  });

  it('says which link is full', () => {
    const layer = layerOf({ ...device('eth0', 125_000_000, 1), ...speed('eth0', 1000) });
    expect(layer.reason).toBe('the link of eth0 is full: 1.00 Gbit/s of 1.00 Gbit/s');
  });

  it('is that of the device nearest to its speed', () => {
    const layer = layerOf({
      ...device('eth0', 100_000_000, 0),
      ...speed('eth0', 10_000),
      ...device('eth1', 10_000_000, 0),
      ...speed('eth1', 100),
    });
    expect(gaugeOf(layer, 'link.speed')).toMatchObject({ title: 'Link use of eth1', fraction: 0.8, state: 'busy' });
  });

  it('is unknown, with the reason, where the driver says no speed', () => {
    const layer = layerOf(device('eth0', 1000, 500));
    expect(layer.state).toBe('calm');
    expect(gaugeOf(layer, 'link.speed')).toMatchObject({
      value: 1000,
      limit: undefined,
      fraction: undefined,
      detail: 'limit not known; the driver of eth0 does not say its speed',
    });
  });

  it('names a real device before a virtual one that came first, though neither says a speed', () => {
    for (const busy of [0, 9000]) {
      const layer = layerOf({ ...device('ifb0', busy, busy), ...device('eth0', 0, 0), ...device('lo', 10, 10) });
      expect(gaugeOf(layer, 'link.speed')?.title).toBe('Link use of eth0');
    }
  });

  it('does not believe the nominal speed of a virtual device', () => {
    const layer = layerOf({ ...device('veth0', 5_000_000_000, 500), ...speed('veth0', 10_000) });
    expect(layer.state).toBe('calm');
    expect(gaugeOf(layer, 'link.speed')?.detail).toBe('no limit; veth0 is virtual and has no speed of its own');
  });
});

describe('softirq', () => {
  it.each([
    [699, 'calm'],
    [700, 'busy'],
    [1000, 'saturated'],
  ])('backlog of %s packets is %s', (packets, state) => {
    const layer = layerOf({ ...device('eth0', 1, 1), [`${ID.softnet.backlogLen}{cpu=1}`]: packets });
    expect(layer.state).toBe(state);
    expect(gaugeOf(layer, 'link.backlog')).toMatchObject({ value: packets, limit: 1000, detail: 'longest on CPU 1' });
  });

  it('drops saturate, all CPUs added', () => {
    const layer = layerOf({
      ...device('eth0', 1, 1),
      [`${ID.softnet.dropped}{cpu=0}`]: grows(2),
      [`${ID.softnet.dropped}{cpu=1}`]: grows(3),
    });
    expect(layer.reason).toBe('packets dropped, softirq backlog full: 5/s');
  });

  it.each([
    [1, 'calm'],
    [2, 'busy'],
  ])('squeezed %s times a second is %s', (perSecond, state) => {
    const layer = layerOf({ ...device('eth0', 1, 1), [`${ID.softnet.timeSqueeze}{cpu=0}`]: grows(perSecond) });
    expect(layer.state).toBe(state);
  });

  it('backlog has no limit where it cannot be read', () => {
    expect(gaugeOf(layerOf(device('eth0', 1, 1), { tunables: {} }), 'link.backlog')).toMatchObject({
      value: 3,
      fraction: undefined,
      detail: 'limit not readable here; net.core.netdev_max_backlog is hidden from this network namespace',
    });
  });
});

describe('a device', () => {
  const eth0 = device('eth0', 1, 1);
  const at = (metric: string, perSecond: number): Samples => ({ [`${metric}{device=eth0}`]: grows(perSecond) });

  it.each([
    [ID.dev.rxFifo, 1, 'saturated', 'eth0: frames lost, receive ring full: 1/s'],
    [ID.dev.txDropped, 1, 'saturated', 'eth0: frames dropped on sending: 1/s'],
    [ID.dev.txDropped, 0.4, 'busy', 'eth0: frames dropped on sending: 0.40/s'],
    [ID.dev.rxErrors, 1, 'busy', 'eth0: receive errors: 1/s'],
    [ID.dev.txErrors, 1, 'busy', 'eth0: transmit errors: 1/s'],
  ])('with %s at %s/s is %s', (metric, perSecond, state, reason) => {
    const layer = layerOf({ ...eth0, ...at(metric, perSecond) });
    expect(layer.state).toBe(state);
    expect(layer.reason).toBe(reason);
    expect(layer.troubles[0]).toMatchObject({ metric, labels: { device: 'eth0' }, state });
  });

  it.each([
    ['2 %', 2, 100, 'calm'],
    ['3 %', 3, 100, 'busy'],
    ['half of almost nothing', 5, 10, 'calm'],
  ])('that drops %s of what it receives', (_, dropped, packets, state) => {
    const layer = layerOf({ ...eth0, ...at(ID.dev.rxDropped, dropped), ...at(ID.dev.rxPackets, packets) });
    expect(layer.state).toBe(state);
    expect(layer.troubles[0]).toMatchObject({ id: 'link.rxDropped.eth0', perSecond: dropped, state });
  });

  it('is never saturated by rx_dropped alone', () => {
    const layer = layerOf({ ...eth0, ...at(ID.dev.rxDropped, 900), ...at(ID.dev.rxPackets, 1000) });
    expect(layer.state).toBe('busy');
    expect(layer.reason).toBe(
      'eth0: received frames dropped, unknown protocols included: 900/s (90.0 % of those received)',
    );
  });
});
