import { expect, it } from 'vitest';
import { contextOf, NOTHING_OPEN, told } from '../contextFixture.ts';
import { networkOf } from '../detailsFixture.ts';
import { settingRpFilterMultihomed } from './setting-rp-filter-multihomed.ts';

it('tells of a strict filter on one of several uplinks, and of no other', () => {
  const findings = (filters: Readonly<Record<string, 0 | 1 | 2>> | undefined, all = '1') =>
    told(
      settingRpFilterMultihomed,
      contextOf(
        {},
        {
          tunables: { 'net.ipv4.conf.all.rp_filter': all },
          details: filters === undefined ? {} : { network: networkOf(filters) },
        },
      ),
      NOTHING_OPEN,
    );
  expect(findings({ eth0: 1, eth1: 1 })[0]).toMatchObject({
    severity: 'info',
    title: 'The reverse path filter is strict, and this host has 2 uplinks',
    changes: [{ current: '1', proposed: '2' }],
  });
  expect(findings({ eth0: 1, eth1: 0 }, '0')[0]?.changes).toMatchObject([{ current: '0', proposed: '2' }]);
  expect(findings({ eth0: 1 })).toEqual([]);
  expect(findings({ eth0: 2, eth1: 2 }, '2')).toEqual([]);
  expect(findings({ eth0: 0, eth1: 0 }, '0')).toEqual([]);
  expect(findings(undefined)).toEqual([]);
});
