import { describe, expect, it } from 'vitest';
import { english } from './english.ts';
import { ID } from './ids.ts';
import { networkLayer } from './network.ts';
import { grows, inputOf, type Samples } from './stackFixture.ts';

const QUIET: Samples = { [ID.ip.outRequests]: grows(6), [ID.ip.inReceives]: grows(5) };
const layerOf = (samples: Samples) => english(networkLayer(inputOf({ ...QUIET, ...samples })));

describe('the network layer', () => {
  it('adds IPv4 and IPv6', () => {
    const layer = layerOf({ [ID.ip6.outRequests]: grows(100), [ID.ip6.inReceives]: grows(200) });
    expect(layer.headlines.map(({ value }) => value)).toEqual([106, 205]);
    expect(layer.flow).toEqual({ down: 106, up: 205, unit: 'packets/s' });
    expect(layer.state).toBe('calm');
    expect(layer.reason).toBe('flowing: 311 packets/s, nothing discarded');
  });

  it('is calm without IPv6', () => {
    expect(layerOf({}).reason).toBe('quiet: 11 packets/s, nothing discarded');
  });

  it('is unknown without packet counters', () => {
    expect(networkLayer(inputOf({})).state).toBe('unknown');
  });

  it.each([
    [ID.ip.inDiscards, 1, 'saturated'],
    [ID.ip6.outDiscards, 1, 'saturated'],
    [ID.conntrack.earlyDrop, 1, 'busy'],
    [ID.conntrack.insertFailed, 1, 'busy'],
    [ID.arpCache.tableFulls, 1, 'saturated'],
    [ID.ndiscCache.tableFulls, 1, 'saturated'],
    [ID.ndiscCache.unresolvedDiscards, 2, 'busy'],
    [ID.arpCache.tableFulls, 0.4, 'saturated'],
    [ID.ip.reversePath, 0.4, 'calm'],
    [ID.ip.reversePath, 1, 'calm'],
    [ID.ip.reversePath, 2, 'busy'],
    [ID.ip.outNoRoutes, 1, 'calm'],
    [ID.ip.outNoRoutes, 2, 'busy'],
    [ID.ip.inHdrErrors, 2, 'busy'],
    [ID.ip6.inAddrErrors, 2, 'busy'],
    [ID.ip.reasmFails, 2, 'busy'],
    [ID.ip.fragFails, 2, 'busy'],
  ])('with %s at %s/s is %s', (metric, perSecond, state) => {
    const layer = layerOf({ [metric]: grows(perSecond) });
    expect(layer.state).toBe(state);
    expect(layer.troubles.find((trouble) => trouble.metric === metric)).toMatchObject({ perSecond, state });
  });

  it('adds up what connection tracking dropped on each CPU', () => {
    const drop = ID.conntrack.drop;
    const layer = layerOf({ [`${drop}{cpu=0}`]: grows(3), [`${drop}{cpu=1}`]: grows(4) });
    expect(layer).toMatchObject({ state: 'saturated', reason: 'packets dropped by connection tracking: 7/s' });
  });

  it('says what was discarded', () => {
    expect(layerOf({ [ID.ip.outDiscards]: grows(40) }).reason).toBe('outgoing packets discarded: 40/s');
    // A few of many are worth a word and no alarm.
    const few = layerOf({ [ID.ip.outDiscards]: grows(1), [ID.ip.outRequests]: grows(2000) });
    expect([few.state, few.reason]).toEqual(['busy', 'outgoing packets discarded: 1/s']);
    expect(layerOf({ [ID.ip.outDiscards]: grows(2), [ID.ip.outRequests]: grows(2000) }).state).toBe('saturated');
  });

  it.each([
    [
      ID.ip.reversePath,
      'arrived packets refused, the way back leads through another interface (rp_filter): 40/s',
      'Arrived packets refused, the way back leads through another interface (rp_filter)',
    ],
    [
      ID.arpCache.tableFulls,
      'new neighbours refused, the neighbour table is full: 40/s',
      'New neighbours refused, the neighbour table is full',
    ],
  ])('says what %s means', (metric, reason, title) => {
    const layer = layerOf({ [metric]: grows(40) });
    expect(layer.reason).toBe(reason);
    expect(layer.troubles.find((trouble) => trouble.metric === metric)).toMatchObject({ title, perSecond: 40 });
  });

  it('says nothing of counters that stand still', () => {
    const layer = layerOf({ [ID.ip.reversePath]: 900, [ID.arpCache.tableFulls]: 3, [ID.ndiscCache.tableFulls]: 1 });
    expect(layer.state).toBe('calm');
    expect(layer.troubles.filter(({ perSecond }) => perSecond !== undefined)).toEqual([]);
  });

  it('keeps an unknown counter of discards visible', () => {
    expect(layerOf({}).troubles.map(({ id, state }) => [id, state])).toEqual([
      ['network.inDiscards', 'unknown'],
      ['network.outDiscards', 'unknown'],
    ]);
  });

  it('shows fragment memory against its threshold', () => {
    const layer = layerOf({ [ID.sockstat.fragMemory]: 4_194_304 });
    expect(layer.gauges.map(({ id, fraction, state }) => [id, fraction, state])).toEqual([
      ['network.conntrack', undefined, 'unknown'],
      ['network.neighbours', undefined, 'unknown'],
      ['network.fragments.ipv4', 1, 'saturated'],
    ]);
    expect(layer.reason).toBe('IPv4 fragment memory is full: 4.00 MiB of 4.00 MiB');
  });

  it('does not guess a threshold that cannot be read', () => {
    const { gauges } = layerOf({ [ID.sockstat.frag6Memory]: 100 });
    expect(gauges.at(-1)).toMatchObject({
      fraction: undefined,
      detail: 'limit not readable here; it is net.ipv6.ip6frag_high_thresh',
    });
  });
});
