import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, type Samples, told } from '../contextFixture.ts';
import { neighUnresolvedDiscards } from './neigh-unresolved-discards.ts';

const DISCARDS = 'network.arpCache.unresolvedDiscards';
const NO_ANSWER = 'network.arpCache.resFailed';
const FAILED = labelled('network.neigh.failed', { device: 'eth1', family: 'ipv4' });
const findings = (samples: Samples, open: readonly string[] = []) =>
  told(neighUnresolvedDiscards, contextOf(samples), open.length > 0 ? new Set(open) : NOTHING_OPEN);

describe('neigh-unresolved-discards', () => {
  it('fires above 60 a minute and clears at 6', () => {
    expect(findings({ [DISCARDS]: grew(1) })).toEqual([]);
    expect(findings({ [DISCARDS]: grew(2) })).toHaveLength(1);
    expect(findings({ [DISCARDS]: grew(0.2) }, ['ipv4'])).toHaveLength(1);
    expect(findings({ [DISCARDS]: grew(0.1) }, ['ipv4'])).toEqual([]);
  });

  it('tells a machine that does not answer from bursts that are faster than the answer', () => {
    const [dead] = findings({ [DISCARDS]: grew(10), [NO_ANSWER]: grew(0.5), [FAILED]: 3 });
    expect(dead).toMatchObject({
      severity: 'info',
      where: '600 packets given up in the last minute; 3 neighbours on eth1 without an answer',
      changes: [],
    });
    expect(dead?.actions.join(' ')).not.toContain('unres_qlen_bytes');
    const [burst] = findings({ [DISCARDS]: grew(10), [NO_ANSWER]: grew(0), [FAILED]: 0 });
    expect(burst).toMatchObject({ severity: 'warning', confidence: 'medium' });
    expect(burst?.actions[0]).toContain('sysctl -w net.ipv4.neigh.DEV.unres_qlen_bytes=425984');
  });

  it('tells of many neighbours that do not answer, also where the kernel shows no counters of the table', () => {
    expect(findings({ [FAILED]: 100 })).toEqual([]);
    const [scan] = findings({ [FAILED]: 101 });
    expect(scan).toMatchObject({ severity: 'info', where: '101 neighbours on eth1 without an answer', changes: [] });
    expect(scan?.title).toBe('Programs here send to many addresses of the local network where nobody answers');
    expect(findings({ [FAILED]: 51 }, ['ipv4'])).toHaveLength(1);
    expect(findings({ [FAILED]: 50 }, ['ipv4'])).toEqual([]);
  });

  it('looks at IPv6 apart, and is told by an overflowing table where there is one', () => {
    expect(findings({ 'network.ndiscCache.unresolvedDiscards': grew(10) }).map(({ subject }) => subject)).toEqual([
      'ipv6',
    ]);
    expect(neighUnresolvedDiscards.yieldsTo).toEqual(['neigh-table-overflow']);
  });
});
