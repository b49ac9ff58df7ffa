import { describe, expect, it } from 'vitest';
import { english } from './english.ts';
import { ID } from './ids.ts';
import { conntrackGauge, neighbourGauge } from './networkTables.ts';
import { inputOf, type Samples, TUNABLES } from './stackFixture.ts';

const LIMITS = {
  ...TUNABLES,
  'net.netfilter.nf_conntrack_max': '262144',
  'net.ipv4.neigh.default.gc_thresh2': '512',
  'net.ipv4.neigh.default.gc_thresh3': '1024',
  'net.ipv6.neigh.default.gc_thresh3': '1024',
};
const given = (samples: Samples, tunables: Readonly<Record<string, string>> = LIMITS) => inputOf(samples, { tunables });
const failed = (source: string): Samples => ({ [`${ID.agentSource.success}{source=${source}}`]: 0 });

describe('the connection tracking gauge', () => {
  const COUNT = 'sys/net/netfilter/nf_conntrack_count';

  it.each([
    [26_214, 'calm'],
    [200_000, 'busy'],
    [262_144, 'saturated'],
  ])('holds %i of 262,144 and is %s', (count, state) => {
    const { gauge } = english(conntrackGauge(given({ [ID.conntrack.count]: count })));
    expect(gauge).toMatchObject({ value: count, limit: 262_144, fraction: count / 262_144, state });
    expect(gauge.detail).toBe('connections that the firewall and NAT of this network namespace remember');
  });

  it('says that it is full', () => {
    const { signals } = english(conntrackGauge(given({ [ID.conntrack.count]: 262_144 })));
    expect(signals.map(({ text }) => text)).toEqual(['the connection tracking table is full: 262k of 262k']);
  });

  it('is unknown where the module is not loaded, and says so', () => {
    expect(english(conntrackGauge(given(failed(COUNT), TUNABLES))).gauge).toMatchObject({
      value: undefined,
      state: 'unknown',
      detail: 'connection tracking is not loaded (module nf_conntrack)',
    });
  });

  it('is unknown without its limit, or where that is none', () => {
    const of = (tunables: Readonly<Record<string, string>>) =>
      english(conntrackGauge(given({ [ID.conntrack.count]: 5 }, tunables))).gauge;
    expect(of(TUNABLES)).toMatchObject({
      value: 5,
      state: 'unknown',
      detail: 'limit not readable here; it is net.netfilter.nf_conntrack_max',
    });
    expect(of({ ...LIMITS, 'net.netfilter.nf_conntrack_max': '0' })).toMatchObject({
      fraction: undefined,
      detail: 'net.netfilter.nf_conntrack_max is 0, which sets no limit',
    });
  });

  it('says that an older agent does not report it', () => {
    expect(english(conntrackGauge(given({}))).gauge.detail).toBe('the agent does not report connection tracking');
  });
});

describe('the neighbour gauge', () => {
  it('shows the fuller table, and names the other', () => {
    const { gauge } = english(neighbourGauge(given({ [ID.arpCache.entries]: 100, [ID.ndiscCache.entries]: 800 })));
    expect(gauge).toMatchObject({
      title: 'Neighbour table, IPv6',
      value: 800,
      limit: 1024,
      state: 'busy',
      metric: ID.ndiscCache.entries,
      limitName: 'net.ipv6.neigh.default.gc_thresh3',
      detail: 'the whole host, every network namespace; ARP: 100 of 1.02k',
    });
  });

  it('keeps to one table while both are nearly empty', () => {
    const { gauge } = english(neighbourGauge(given({ [ID.arpCache.entries]: 4, [ID.ndiscCache.entries]: 9 })));
    expect(gauge).toMatchObject({ value: 4, detail: 'the whole host, every network namespace; IPv6: 9 of 1.02k' });
  });

  it('shows where cleaning begins, and works without IPv6', () => {
    const { gauge } = english(neighbourGauge(given({ [ID.arpCache.entries]: 100 })));
    expect(gauge).toMatchObject({
      title: 'Neighbour table, ARP',
      state: 'calm',
      marks: [{ label: 'cleaning begins', value: 512 }],
      detail: 'the whole host, every network namespace',
    });
  });

  it('never calls a table full for entries that the limit may not count', () => {
    expect(english(neighbourGauge(given({ [ID.arpCache.entries]: 5000 }))).gauge.state).toBe('busy');
  });

  it('says where the table can be seen when it cannot be seen here', () => {
    expect(english(neighbourGauge(given(failed('net/stat/arp_cache'), TUNABLES))).gauge).toMatchObject({
      value: undefined,
      state: 'unknown',
      detail: 'seen on the host only; the kernel shows it in the first network namespace alone',
    });
  });

  it('does not guess a limit that cannot be read', () => {
    expect(english(neighbourGauge(given({ [ID.arpCache.entries]: 5 }, TUNABLES))).gauge).toMatchObject({
      value: 5,
      fraction: undefined,
      detail: 'limit not readable here; it is net.ipv4.neigh.default.gc_thresh3',
    });
  });
});
