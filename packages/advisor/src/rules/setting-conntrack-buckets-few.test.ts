import { ID } from '@netstrata/metrics';
import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingConntrackBucketsFew } from './setting-conntrack-buckets-few.ts';

const judged = (most: string, buckets: string, samples = {}) =>
  findingsOf(
    settingConntrackBucketsFew,
    { 'net.netfilter.nf_conntrack_max': most, 'net.netfilter.nf_conntrack_buckets': buckets },
    samples,
  );

it('speaks above eight connections for each bucket', () => {
  expect(judged('524288', '65536')).toEqual([]);
  const [finding] = judged('1048576', '65536');
  expect(finding).toMatchObject({
    severity: 'info',
    title: 'Connection tracking may hold 16 connections in each of its buckets',
  });
  expect(changesIn(finding)).toEqual(['net.netfilter.nf_conntrack_buckets=262144']);
  expect(judged('524289', '65536')).toHaveLength(1);
});

it('warns once the chains are long', () => {
  expect(judged('1048576', '65536', { [ID.conntrack.count]: 262_144 })[0]?.severity).toBe('info');
  const [finding] = judged('1048576', '65536', { [ID.conntrack.count]: 600_000 });
  expect(finding).toMatchObject({
    severity: 'warning',
    title: 'Each packet looks through 9 tracked connections: there are too few buckets',
  });
  expect(finding?.why).toContain('Now it holds 600000, 9.2 in each bucket.');
});

it('is silent on the default, and where one of the two is not known', () => {
  expect(judged('262144', '262144')).toEqual([]);
  expect(judged('262144', '65536')).toEqual([]);
  expect(findingsOf(settingConntrackBucketsFew, { 'net.netfilter.nf_conntrack_buckets': '64' })).toEqual([]);
  expect(findingsOf(settingConntrackBucketsFew, {})).toEqual([]);
});
