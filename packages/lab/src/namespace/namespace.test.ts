import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseCounters } from './namespace.ts';
import { isOrphan, namespacePrefix } from './owner.ts';

test('two-line tables become counters by group and name', () => {
  const text = 'TcpExt: SyncookiesSent ListenOverflows\nTcpExt: 0 12\nIpExt: InNoRoutes InOctets\nIpExt: 3 4096\n';
  expect([...parseCounters(text)]).toEqual([
    ['TcpExt.SyncookiesSent', 0],
    ['TcpExt.ListenOverflows', 12],
    ['IpExt.InNoRoutes', 3],
    ['IpExt.InOctets', 4096],
  ]);
  expect(parseCounters('').size).toBe(0);
});

test('a namespace belongs to a process by id and start, so that an id used again is no owner', () => {
  expect(namespacePrefix()).toMatch(new RegExp(`^netstrata-lab-${process.pid}-\\d+-$`));
  expect(isOrphan(`${namespacePrefix()}7`)).toBe(false);
  expect(isOrphan(`netstrata-lab-${process.pid}-1-7`)).toBe(true);
  const largestPid = Number(readFileSync('/proc/sys/kernel/pid_max', 'utf8'));
  expect(isOrphan(`netstrata-lab-${largestPid}-1-7`)).toBe(true);
  expect(isOrphan('somebody-elses')).toBe(false);
});
