import { describe, expect, it } from 'vitest';
import { contextOf, grew, NOTHING_OPEN, told } from '../contextFixture.ts';
import { networkOf } from '../detailsFixture.ts';
import type { RuleContext } from '../types.ts';
import { rpFilterDrops } from './rp-filter-drops.ts';

const STRICT = { 'net.ipv4.conf.all.rp_filter': '1' };
const findings = (perMinute: number, more: Partial<RuleContext> = {}, open = false) =>
  told(
    rpFilterDrops,
    contextOf({ 'network.tcpExt.ipReversePathFilter': grew(perMinute / 60) }, { tunables: STRICT, ...more }),
    open ? new Set(['host']) : NOTHING_OPEN,
  );
const uplinks = (filters: Readonly<Record<string, 0 | 1 | 2>>) => ({ details: { network: networkOf(filters) } });

describe('rp-filter-drops', () => {
  it('proposes the loose filter on a host with several uplinks', () => {
    expect(findings(120, uplinks({ eth0: 1, eth1: 1 }))[0]).toMatchObject({
      severity: 'warning',
      confidence: 'high',
      where: '120 packets in the last minute; strict on eth0, eth1',
      changes: [{ tunable: 'net.ipv4.conf.all.rp_filter', current: '1', proposed: '2' }],
      arithmetic: 'a device uses the larger of net.ipv4.conf.all and its own: max(2, 1) = 2, loose, on eth0, eth1',
    });
    const own = { ...uplinks({ eth0: 1, eth1: 0 }), tunables: { 'net.ipv4.conf.all.rp_filter': '0' } };
    expect(findings(120, own)[0]?.changes).toMatchObject([{ current: '0', proposed: '2' }]);
  });

  it('fires above 60 a minute and clears at 6', () => {
    expect(findings(60)).toEqual([]);
    expect(findings(120)).toHaveLength(1);
    expect(findings(12, {}, true)).toHaveLength(1);
    expect(findings(6, {}, true)).toEqual([]);
  });

  it('tells of a filter that was made strict while the host was watched, and leaves to who knows the source what to do', () => {
    const made = { ...uplinks({ eth0: 1 }), valuesBefore: () => ['0', '1'] };
    const [found] = findings(120, made);
    expect(found).toMatchObject({ severity: 'warning', changes: [] });
    expect(found?.why).toContain('net.ipv4.conf.all.rp_filter was 0 before and is strict since');
    expect(found?.actions[0]).toContain('put the setting back to 0');
    expect(found?.risk).not.toContain('Loose');
    const own = { ...made, tunables: { 'net.ipv4.conf.all.rp_filter': '0' } };
    expect(findings(120, own)[0]).toMatchObject({ severity: 'info' });
  });

  it('changes nothing with one uplink, with none that is strict, and where routes are not known', () => {
    const one = findings(120, uplinks({ eth0: 1 }))[0];
    expect(one).toMatchObject({ severity: 'info', changes: [], arithmetic: '' });
    expect(one?.why).toContain('one way out at most');
    const loose = findings(120, uplinks({ eth0: 2, eth1: 2 }))[0];
    expect(loose).toMatchObject({ severity: 'info', changes: [] });
    expect(loose?.why).toContain('No device is strict here');
    expect(findings(120)[0]).toMatchObject({ severity: 'info', changes: [] });
  });
});
