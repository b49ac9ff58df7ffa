import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { measureOf, sockstatMeasureOf, splitSnmp6, subjectOf } from './naming.ts';
import { listOf, sockstatOf, tableOf } from './testTables.ts';

const fixture = (name: string): string => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');

describe('measureOf', () => {
  test.each([
    ['RetransSegs', 'retransSegs'],
    ['TCPBacklogDrop', 'tcpBacklogDrop'],
    ['InECT1Pkts', 'inECT1Pkts'],
    ['OfoPruned', 'ofoPruned'],
    ['TW', 'tw'],
    ['TWRecycled', 'twRecycled'],
    ['TCPHPHits', 'tcphpHits'],
    ['TCPMD5NotFound', 'tcpmd5NotFound'],
    ['TcpTimeoutRehash', 'tcpTimeoutRehash'],
    ['IPReversePathFilter', 'ipReversePathFilter'],
    ['MPCapableSYNRX', 'mpCapableSYNRX'],
    ['inuse', 'inuse'],
    ['', ''],
  ])('%s -> %s', (kernelName, measure) => {
    expect(measureOf(kernelName)).toBe(measure);
  });
});

describe('subjectOf', () => {
  test.each([
    ['Tcp', 'tcp'],
    ['TcpExt', 'tcpExt'],
    ['MPTcpExt', 'mptcpExt'],
    ['UdpLite', 'udpLite'],
    ['IcmpMsg', 'icmpMsg'],
    ['Udp6', 'udp6'],
  ])('%s -> %s', (group, subject) => {
    expect(subjectOf(group)).toBe(subject);
  });
});

test('sockstat joins its line to the name', () => {
  expect(sockstatMeasureOf('TCP', 'mem')).toBe('tcpMem');
  expect(sockstatMeasureOf('UDPLITE6', 'inuse')).toBe('udplite6Inuse');
  expect(sockstatMeasureOf('sockets', 'used')).toBe('socketsUsed');
});

test('snmp6 names split at the longest prefix', () => {
  expect(splitSnmp6('UdpLite6InErrors')).toEqual({ group: 'UdpLite6', name: 'InErrors' });
  expect(splitSnmp6('Udp6InErrors')).toEqual({ group: 'Udp6', name: 'InErrors' });
  expect(splitSnmp6('Icmp6OutType135')).toEqual({ group: 'Icmp6', name: 'OutType135' });
  expect(splitSnmp6('Sctp6Checksums')).toEqual({ group: 'snmp6', name: 'Sctp6Checksums' });
  expect(splitSnmp6('Ip6')).toEqual({ group: 'snmp6', name: 'Ip6' });
});

test('no two counters of one group get the same measure on a real kernel', () => {
  const seen = new Map<string, string>();
  const note = (subject: string, measure: string, kernelName: string): void => {
    expect(seen.get(`${subject}.${measure}`), `${kernelName} collides`).toBeUndefined();
    seen.set(`${subject}.${measure}`, kernelName);
  };
  for (const file of ['snmp-6.18.txt', 'netstat-6.18.txt'])
    for (const [group, counters] of Object.entries(tableOf(fixture(file))))
      for (const name of Object.keys(counters)) note(subjectOf(group), measureOf(name), `${group}${name}`);
  for (const kernelName of Object.keys(listOf(fixture('snmp6-6.18.txt')))) {
    const { group, name } = splitSnmp6(kernelName);
    note(subjectOf(group), measureOf(name), kernelName);
  }
  for (const file of ['sockstat', 'sockstat6'])
    for (const [group, counters] of Object.entries(sockstatOf(fixture(`${file}-6.18.txt`))))
      for (const name of Object.keys(counters)) note(file, sockstatMeasureOf(group, name), `${group} ${name}`);
  expect(seen.size).toBe(420);
});
