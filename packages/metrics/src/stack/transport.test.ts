import { describe, expect, it } from 'vitest';
import type { SocketRow } from '../sockets.ts';
import type { StackInput } from './context.ts';
import { english } from './english.ts';
import { ID } from './ids.ts';
import { grows, inputOf, report, type Samples, socketRow, TUNABLES } from './stackFixture.ts';
import { transportLayer } from './transport.ts';

const QUIET: Samples = {
  [ID.tcp.outSegs]: grows(10),
  [ID.tcp.inSegs]: grows(8),
  [ID.tcp.retransSegs]: 40,
  [ID.udp.outDatagrams]: grows(3),
  [ID.udp.inDatagrams]: grows(2),
  [ID.sockstat.tcpMem]: 312,
  [ID.sockstat.udpMem]: 4,
  [ID.sockstat.tcpOrphan]: 0,
  [ID.sockstat.tcpTw]: 120,
};
const layerOf = (samples: Samples, more: Partial<StackInput> = {}) =>
  english(transportLayer(inputOf({ ...QUIET, ...samples }, more)));
const gaugeOf = (layer: ReturnType<typeof layerOf>, id: string) => layer.gauges.find((gauge) => gauge.id === id);

describe('the transport layer', () => {
  it('is calm with little traffic and nothing sent again', () => {
    const layer = layerOf({});
    expect(layer.state).toBe('calm');
    expect(layer.reason).toBe('quiet: 23 segments/s, 0 % sent again');
    expect(layer.headlines.map(({ value }) => value)).toEqual([13, 10, 0]);
    expect(layer.flow).toEqual({ down: 13, up: 10, unit: 'segments/s' });
    expect(layer.troubles).toEqual([]);
  });

  it('is unknown while a reset counter is inside the window', () => {
    const layer = layerOf({ [ID.tcp.outSegs]: [900, 910, 920, 930, 940, 950, 960, 3, 13, 23, 33] });
    expect(layer.state).toBe('unknown');
    expect(layer.reason).toBe('waiting for a second sample of TCP segment counters to compare with');
  });
});

describe('connections that hang', () => {
  const hung = socketRow({ cookie: 'h', state: 'established', remote: '10.0.0.9', sendQ: 9, unanswered: 8 });
  const reported = (senders: readonly SocketRow[], stuck: readonly SocketRow[]) => ({
    sockets: report({ senders, stuck }),
  });

  it('are busy, though no counter says much', () => {
    expect(layerOf({}, reported([], [hung, { ...hung, cookie: 'i', unanswered: 3 }]))).toMatchObject({
      state: 'busy',
      reason: '2 connections hang: nothing is acknowledged, up to 8 timeouts in a row',
    });
  });

  it('are told by their number where no sockets are listed, as of a moment that is past', () => {
    const counted = (hung: number) => layerOf({ [ID.tcp.unansweredSockets]: hung, [ID.tcp.currEstab]: 30 });
    expect(counted(3)).toMatchObject({ state: 'busy', reason: '3 connections hang: nothing is acknowledged' });
    expect(counted(2).state).toBe('calm');
  });

  it('are everyday where many others send', () => {
    const busy = Array.from({ length: 10 }, (_, n) => socketRow({ cookie: `s${n}`, busyShare: 0.5 }));
    expect(layerOf({}, reported(busy, [hung])).state).toBe('calm');
    expect(layerOf({}, reported(busy.slice(1), [hung])).state).toBe('busy');
  });
});

describe('retransmissions', () => {
  it.each([
    ['1 %', 198, 2, 'calm'],
    ['1.5 %', 197, 3, 'busy'],
  ])('of %s of the segments', (_, out, again, state) => {
    const layer = layerOf({ [ID.tcp.outSegs]: grows(out), [ID.tcp.retransSegs]: grows(again) });
    expect(layer.state).toBe(state);
    expect(layer.troubles[0]).toMatchObject({ id: 'transport.retransSegs', perSecond: again, state });
  });

  it('say the share', () => {
    const layer = layerOf({ [ID.tcp.outSegs]: grows(190), [ID.tcp.retransSegs]: grows(10) });
    expect(layer.reason).toBe('5.00 % of TCP segments are sent again');
    expect(layer.headlines[2]).toMatchObject({ value: 0.05, unit: 'share' });
  });

  it('of a handful of segments prove nothing', () => {
    expect(layerOf({ [ID.tcp.outSegs]: grows(15), [ID.tcp.retransSegs]: grows(4) }).state).toBe('calm');
    expect(layerOf({ [ID.tcp.outSegs]: grows(16), [ID.tcp.retransSegs]: grows(4) }).state).toBe('busy');
  });
});

describe('UDP memory', () => {
  it('is measured by the first number of udp_mem, above which the kernel refuses', () => {
    const gauge = gaugeOf(layerOf({ [ID.sockstat.udpMem]: 575_796 }), 'transport.memory.udp');
    expect(gauge).toMatchObject({ value: 575_796, limit: 575_796, marks: [], state: 'saturated' });
    expect(gaugeOf(layerOf({ [ID.sockstat.udpMem]: 300_000 }), 'transport.memory.udp')?.state).toBe('calm');
  });
});

describe('TCP memory', () => {
  it('stands between its three thresholds', () => {
    expect(gaugeOf(layerOf({}), 'transport.memory.tcp')).toMatchObject({
      value: 312,
      limit: 575_796,
      unit: 'pages',
      state: 'calm',
      marks: [
        { label: 'low', value: 287_898 },
        { label: 'pressure', value: 383_867 },
        { label: 'high', value: 575_796 },
      ],
    });
  });

  it.each([
    [383_866, 'calm'],
    [383_867, 'busy'],
    [547_000, 'busy'],
    [547_007, 'saturated'],
  ])('of %s pages is %s', (pages, state) => {
    expect(layerOf({ [ID.sockstat.tcpMem]: pages }).state).toBe(state);
  });

  it('reads in bytes', () => {
    expect(layerOf({ [ID.sockstat.tcpMem]: 575_796 }).reason).toBe('TCP memory is full: 2.20 GiB of 2.20 GiB');
  });

  it('has no limit where the thresholds cannot be read, and says why', () => {
    const { 'net.ipv4.tcp_mem': _, ...tunables } = TUNABLES;
    const layer = layerOf({}, { tunables });
    expect(layer.state).toBe('calm');
    expect(gaugeOf(layer, 'transport.memory.tcp')).toMatchObject({
      value: 312,
      fraction: undefined,
      marks: [],
      state: 'unknown',
      detail: 'on the whole host; net.ipv4.tcp_mem is hidden from this network namespace',
    });
  });
});

describe('tables', () => {
  it.each([
    [ID.sockstat.tcpOrphan, 32_767, 'calm'],
    [ID.sockstat.tcpOrphan, 32_768, 'busy'],
    [ID.sockstat.tcpOrphan, 65_536, 'saturated'],
    [ID.sockstat.tcpTw, 91_750, 'calm'],
    [ID.sockstat.tcpTw, 91_751, 'busy'],
    [ID.sockstat.tcpTw, 131_072, 'saturated'],
  ])('%s at %s is %s', (metric, value, state) => {
    expect(layerOf({ [metric]: value }).state).toBe(state);
  });
});

describe('troubles', () => {
  it.each([
    [ID.tcp.abortOnMemory, 1, 'saturated'],
    [ID.tcp.memoryPressures, 1, 'saturated'],
    [ID.udp6.memErrors, 1, 'saturated'],
    [ID.tcp.timeWaitOverflow, 1, 'saturated'],
    [ID.tcp.attemptFails, 10, 'calm'],
    [ID.tcp.attemptFails, 11, 'busy'],
    [ID.tcp.timeouts, 2, 'busy'],
    [ID.udp.noPorts, 100, 'calm'],
    [ID.udp.inCsumErrors, 2, 'busy'],
  ])('%s at %s/s is %s', (metric, perSecond, state) => {
    const layer = layerOf({ [metric]: grows(perSecond) });
    expect(layer.state).toBe(state);
    expect(layer.troubles.map((trouble) => [trouble.metric, trouble.perSecond])).toEqual([[metric, perSecond]]);
  });
});
