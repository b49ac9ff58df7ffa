import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, type Samples, SHORT_OF_MEMORY, told } from '../contextFixture.ts';
import { neighTableOverflow } from './neigh-table-overflow.ts';

const LIMITS = {
  'net.ipv4.neigh.default.gc_thresh1': '128',
  'net.ipv4.neigh.default.gc_thresh2': '512',
  'net.ipv4.neigh.default.gc_thresh3': '1024',
};
const findings = (samples: Samples, tunables: Record<string, string> = LIMITS, open: readonly string[] = []) =>
  told(neighTableOverflow, contextOf(samples, { tunables }), open.length > 0 ? new Set(open) : NOTHING_OPEN);
const ENTRIES = 'network.arpCache.entries';
const FULLS = 'network.arpCache.tableFulls';

describe('neigh-table-overflow', () => {
  it('warns above 80 % and clears below 60 %', () => {
    expect(findings({ [ENTRIES]: 819, [FULLS]: grew(0) })).toEqual([]);
    const [finding] = findings({ [ENTRIES]: 820, [FULLS]: grew(0) });
    expect(finding).toMatchObject({ subject: 'ipv4', severity: 'warning', where: '820 of 1024 entries' });
    expect(findings({ [ENTRIES]: 615 }, LIMITS, ['ipv4'])).toHaveLength(1);
    expect(findings({ [ENTRIES]: 614 }, LIMITS, ['ipv4'])).toEqual([]);
  });

  it('is critical when entries were refused, and proposes all three limits', () => {
    const [finding] = findings({ [ENTRIES]: 1024, [FULLS]: grew(1) });
    expect(finding).toMatchObject({ severity: 'critical', confidence: 'high' });
    expect(finding?.changes.map(({ tunable, proposed }) => `${tunable} ${proposed}`)).toEqual([
      'net.ipv4.neigh.default.gc_thresh1 256',
      'net.ipv4.neigh.default.gc_thresh2 1024',
      'net.ipv4.neigh.default.gc_thresh3 2048',
    ]);
  });

  it('looks at IPv6 apart', () => {
    const limits = { ...LIMITS, 'net.ipv6.neigh.default.gc_thresh3': '1024' };
    const found = findings({ 'network.ndiscCache.entries': 1000, [ENTRIES]: 10 }, limits);
    expect(found.map(({ subject }) => subject)).toEqual(['ipv6']);
  });

  it('says when it looks like a scan, and raises nothing for that', () => {
    const failed = labelled('network.neigh.failed', { device: 'eth0', family: 'ipv4' });
    const [finding] = findings({ [ENTRIES]: 1000, [failed]: 600 });
    expect(finding?.confidence).toBe('medium');
    expect(finding?.why).toContain('that looks like a scan');
    expect(finding?.changes).toEqual([]);
  });

  it('takes no failed neighbours of IPv4 for a scan of IPv6', () => {
    const limits = { 'net.ipv6.neigh.default.gc_thresh1': '128', 'net.ipv6.neigh.default.gc_thresh2': '512' };
    const failed = (family: string, device: string) => labelled('network.neigh.failed', { device, family });
    const table = { 'network.ndiscCache.entries': 1000, [failed('ipv4', 'eth0')]: 600, [failed('ipv6', 'eth0')]: 3 };
    const tunables = { ...limits, 'net.ipv6.neigh.default.gc_thresh3': '1024' };
    expect(findings(table, tunables)[0]).toMatchObject({
      subject: 'ipv6',
      confidence: 'high',
      why: expect.not.stringContaining('scan'),
      changes: [{ proposed: '256' }, { proposed: '1024' }, { proposed: '2048' }],
    });
    const scan = { ...table, [failed('ipv6', 'eth0')]: 300, [failed('ipv6', 'eth1')]: 300 };
    expect(findings(scan, tunables)[0]).toMatchObject({ confidence: 'medium', changes: [] });
  });

  it('tells of the table as it was when it refused, after the rush too', () => {
    const rush = (most: number, now: number) => Array.from({ length: 121 }, (_, n) => (n > 20 && n <= 60 ? most : now));
    const refused = rush(0, 0).map((_, n) => 5 * Math.min(40, Math.max(0, n - 20)));
    expect(findings({ [ENTRIES]: rush(1024, 90), [FULLS]: refused })[0]).toMatchObject({
      title: 'New neighbours are refused: the ARP table is full',
      where: 'up to 1024 of 1024 entries within five minutes, 90 now, 200 refused in the last five minutes',
      evidence: [{ value: 1024, over: { as: 'peak', seconds: 300 } }, { value: 200 }],
    });
    const failed = labelled('network.neigh.failed', { device: 'eth0', family: 'ipv4' });
    expect(findings({ [ENTRIES]: rush(1024, 90), [FULLS]: refused, [failed]: rush(900, 2) })[0]).toMatchObject({
      why: expect.stringContaining('(900) are of addresses that never answered: that looks like a scan'),
      changes: [],
    });
  });

  it('proposes nothing when memory is short, when the limits are unknown and at the largest table', () => {
    expect(findings({ [ENTRIES]: 1000, ...SHORT_OF_MEMORY })[0]?.changes).toEqual([]);
    expect(findings({ [ENTRIES]: 1000, [FULLS]: grew(1) }, {})[0]).toMatchObject({ changes: [], arithmetic: '' });
    expect(
      findings({ [ENTRIES]: 65_000 }, { ...LIMITS, 'net.ipv4.neigh.default.gc_thresh3': '65536' })[0]?.changes,
    ).toEqual([]);
  });
});
