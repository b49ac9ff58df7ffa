import { expect, it } from 'vitest';
import { changesIn, findingsOf, grew } from '../contextFixture.ts';
import { settingTwBucketsLowered } from './setting-tw-buckets-lowered.ts';

const NAME = 'net.ipv4.tcp_max_tw_buckets';
const OVERFLOWS = 'transport.tcpExt.tcpTimeWaitOverflow';
const judged = (value: string, samples = {}) => findingsOf(settingTwBucketsLowered, { [NAME]: value }, samples);

it('speaks below an eighth of what the kernel derives from 25 GB', () => {
  const [finding] = judged('5000');
  expect(finding).toMatchObject({
    severity: 'info',
    title: 'Only 5000 closed connections may be remembered, an old recipe that protects nothing',
  });
  expect(finding?.why).toContain('30.8 MiB at most');
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_max_tw_buckets=131072']);
  expect(judged('16383')).toHaveLength(1);
  expect(judged('16384')).toEqual([]);
  expect(judged('131072')).toEqual([]);
  expect(findingsOf(settingTwBucketsLowered, {})).toEqual([]);
});

it('warns once connections close without', () => {
  expect(judged('5000', { [OVERFLOWS]: grew(0) })[0]?.severity).toBe('info');
  const [finding] = judged('5000', { [OVERFLOWS]: grew(2) });
  expect(finding).toMatchObject({
    severity: 'warning',
    title: 'Connections close without their TIME-WAIT: only 5000 may wait',
  });
  expect(finding?.why).toContain('In the last minute 120 connections went without.');
  expect(finding?.evidence).toMatchObject([{ metric: OVERFLOWS, value: 120 }]);
});
