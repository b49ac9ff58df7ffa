import { describe, expect, it } from 'vitest';
import { advise } from '../advise.ts';
import { AdviceBook } from '../book.ts';
import { contextOf, grew, labelled, NOTHING_OPEN, type Samples, SHORT_OF_MEMORY, told } from '../contextFixture.ts';
import { conntrackFull } from './conntrack-full.ts';

const COUNT = 'network.nfConntrack.count';
const DROP = labelled('network.nfConntrack.drop', { cpu: '0' });
const EVICTED = labelled('network.nfConntrack.earlyDrop', { cpu: '1' });
const TABLE = { 'net.netfilter.nf_conntrack_max': '65536', 'net.netfilter.nf_conntrack_buckets': '65536' };
const findings = (samples: Samples, tunables: Record<string, string> = TABLE, open = false) =>
  told(conntrackFull, contextOf(samples, { tunables }), open ? new Set(['host']) : NOTHING_OPEN);

describe('conntrack-full', () => {
  it('warns above 90 %, is critical above 95 % and clears at 85 %', () => {
    expect(findings({ [COUNT]: 58_982 })).toEqual([]);
    expect(findings({ [COUNT]: 58_983 })[0]).toMatchObject({ severity: 'warning', where: '58983 of 65536 entries' });
    expect(findings({ [COUNT]: 62_259 })[0]?.severity).toBe('warning');
    expect(findings({ [COUNT]: 62_260 })[0]?.severity).toBe('critical');
    expect(findings({ [COUNT]: 55_706 }, TABLE, true)).toHaveLength(1);
    expect(findings({ [COUNT]: 55_705 }, TABLE, true)).toEqual([]);
  });

  it('doubles the room, with a quarter as many buckets at least', () => {
    expect(findings({ [COUNT]: 60_000 })[0]).toMatchObject({
      changes: [{ tunable: 'net.netfilter.nf_conntrack_max', current: '65536', proposed: '131072' }],
      arithmetic: '60000 connections / 0.5, as a power of two: 131072; 131072 x 384 bytes = 48.0 MiB when full',
    });
    const few = { ...TABLE, 'net.netfilter.nf_conntrack_buckets': '16384' };
    expect(findings({ [COUNT]: 60_000 }, few)[0]?.changes[1]).toMatchObject({ current: '16384', proposed: '32768' });
  });

  it('is critical when entries are evicted or packets dropped by a full table, and not with room in it', () => {
    const full = { [COUNT]: 65_536, [DROP]: grew(2), [EVICTED]: grew(5) };
    expect(findings(full)[0]).toMatchObject({
      title: 'New connections are lost: the table of tracked connections is full',
      where: '65536 of 65536 entries; in the last minute 120 packets dropped and 300 entries evicted',
    });
    expect(findings({ ...full, [DROP]: grew(0) })[0]).toMatchObject({
      severity: 'critical',
      title: 'The table of tracked connections is full: each new one evicts one without an answer',
    });
    expect(findings({ [COUNT]: 30_000, [DROP]: grew(2), [EVICTED]: grew(0) })).toEqual([]);
  });

  it('keeps to the most of the last minute after a rush, in title, numbers and cure', () => {
    const rush = Array.from({ length: 121 }, (_, n) => (n > 60 && n <= 95 ? 65_536 : 24_000));
    const dropped = rush.map((_, n) => 20 * Math.min(35, Math.max(0, n - 60)));
    const after = { [COUNT]: rush, [DROP]: dropped };
    for (const open of [false, true])
      expect(findings(after, TABLE, open)[0]).toMatchObject({
        severity: 'critical',
        title: 'New connections are lost: the table of tracked connections is full',
        where:
          'up to 65536 of 65536 entries within a minute, 24000 now; in the last minute 700 packets dropped and 0 entries evicted',
        evidence: [{ value: 65_536, over: { as: 'peak', seconds: 60 } }, { value: 700 }],
        changes: [{ current: '65536', proposed: '131072' }],
        arithmetic: expect.stringContaining('65536 connections / 0.5'),
      });
  });

  it('goes on proposing what the most of it needed while it is open', () => {
    const tunables = { 'net.netfilter.nf_conntrack_max': '70000', 'net.netfilter.nf_conntrack_buckets': '65536' };
    const book = new AdviceBook();
    const proposed = (count: number) => {
      const context = contextOf({ [COUNT]: count }, { tunables });
      return advise(book, context, 0, [conntrackFull]).advice[0]?.changes[0]?.proposed;
    };
    expect([69_000, 69_000, 62_000].map(proposed)).toEqual([undefined, '262144', '262144']);
  });

  it('proposes no more than a thirty-second of the memory, and nothing when memory is short', () => {
    const large = { 'net.netfilter.nf_conntrack_max': '2000000', 'net.netfilter.nf_conntrack_buckets': '1000000' };
    expect(findings({ [COUNT]: 1_900_000 }, large)[0]).toMatchObject({
      changes: [{ proposed: '2034505' }],
      arithmetic: expect.stringContaining('at most 2034505 for safety'),
    });
    expect(findings({ [COUNT]: 60_000, ...SHORT_OF_MEMORY })[0]?.changes).toEqual([]);
  });

  it('names timeouts that keep silent connections for long', () => {
    const timeouts = { ...TABLE, 'net.netfilter.nf_conntrack_tcp_timeout_established': '432000' };
    expect(findings({ [COUNT]: 60_000 }, timeouts)[0]?.actions[0]).toBe(
      'Connections that fell silent stay in the table for 5 days: net.netfilter.nf_conntrack_tcp_timeout_established=86400 forgets them after a day.',
    );
    const day = { ...TABLE, 'net.netfilter.nf_conntrack_tcp_timeout_established': '86400' };
    expect(findings({ [COUNT]: 60_000 }, day)[0]?.actions).toHaveLength(1);
  });

  it('is silent without the limit, without tracking, and with no limit set', () => {
    expect(findings({ [COUNT]: 60_000 }, {})).toEqual([]);
    expect(findings({ [DROP]: grew(10) })).toEqual([]);
    expect(findings({ [COUNT]: 60_000 }, { 'net.netfilter.nf_conntrack_max': '0' })).toEqual([]);
  });
});
