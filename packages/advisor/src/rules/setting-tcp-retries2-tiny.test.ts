import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingTcpRetries2Tiny } from './setting-tcp-retries2-tiny.ts';

const NAME = 'net.ipv4.tcp_retries2';

it('warns below 4, with the time that it leaves', () => {
  const [finding] = findingsOf(settingTcpRetries2Tiny, { [NAME]: '3' });
  expect(finding).toMatchObject({
    severity: 'warning',
    title: 'A connection dies after 3 s without an answer',
    arithmetic: '0.2 s x (2^9 - 1) = 102 s with 8 retries on a short path; RFC 1122 asks for at least 100 s',
  });
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_retries2=8']);
  for (const value of ['4', '8', '15']) expect(findingsOf(settingTcpRetries2Tiny, { [NAME]: value })).toEqual([]);
  expect(findingsOf(settingTcpRetries2Tiny, {})).toEqual([]);
});

it('counts with the shortest timeout of the host', () => {
  const [finding] = findingsOf(settingTcpRetries2Tiny, { [NAME]: '2', 'net.ipv4.tcp_rto_min_us': '20000' });
  expect(finding?.title).toBe('A connection dies after 0.14 s without an answer');
});
