import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingNeighThreshInverted } from './setting-neigh-thresh-inverted.ts';

const limits = (family: string, ...values: readonly number[]) =>
  Object.fromEntries(values.map((value, n) => [`net.${family}.neigh.default.gc_thresh${n + 1}`, String(value)]));
const judged = (...values: readonly number[]) => findingsOf(settingNeighThreshInverted, limits('ipv4', ...values));

it('warns when the limit is below where cleaning begins', () => {
  const [finding] = judged(4096, 8192, 1024);
  expect(finding).toMatchObject({
    subject: 'ipv4',
    severity: 'warning',
    title: 'The limits of the ARP table are out of order: 4096, 8192, 1024',
  });
  expect(changesIn(finding)).toEqual([
    'net.ipv4.neigh.default.gc_thresh1=1024',
    'net.ipv4.neigh.default.gc_thresh2=4096',
    'net.ipv4.neigh.default.gc_thresh3=8192',
  ]);
});

it('warns when nothing is cleaned before the limit', () => {
  expect(changesIn(judged(8192, 512, 8192)[0])).toEqual([
    'net.ipv4.neigh.default.gc_thresh1=1024',
    'net.ipv4.neigh.default.gc_thresh2=4096',
  ]);
});

it('looks at IPv6 apart', () => {
  const found = findingsOf(settingNeighThreshInverted, {
    ...limits('ipv4', 128, 512, 1024),
    ...limits('ipv6', 2048, 512, 1024),
  });
  expect(found.map(({ subject }) => subject)).toEqual(['ipv6']);
});

it('is silent on rising and equal ones, and where one is not known', () => {
  expect(judged(128, 512, 1024)).toEqual([]);
  expect(judged(1024, 1024, 1024)).toEqual([]);
  expect(judged(4096, 512)).toEqual([]);
  expect(findingsOf(settingNeighThreshInverted, {})).toEqual([]);
});
