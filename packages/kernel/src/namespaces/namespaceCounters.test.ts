import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { type CounterFile, namespaceCounters } from './namespaceCounters.ts';

const texts: Readonly<Record<CounterFile, string>> = {
  snmp: fixture('snmp'),
  netstat: fixture('netstat'),
  sockstat: fixture('sockstat'),
  dev: fixture('dev'),
  snmp6: fixture('snmp6'),
  sockstat6: fixture('sockstat6'),
};

test('takes what belongs to the namespace, both families together, loopback aside', () => {
  expect(namespaceCounters(texts)).toEqual({
    sockets: 29,
    tcpInuse: 10,
    timeWait: 6883,
    udpInuse: 0,
    outSegs: 187_166,
    retransSegs: 3,
    listenOverflows: 0,
    listenDrops: 0,
    udpRcvbufErrors: 0,
    rxBytes: 679_117_444,
    txBytes: 1_143_270,
    devices: [
      { device: 'lo', rxBytes: 616_504_252, txBytes: 616_504_252, rxDropped: 0, txDropped: 0 },
      { device: 'ifb0', rxBytes: 0, txBytes: 0, rxDropped: 0, txDropped: 0 },
      { device: 'ifb1', rxBytes: 0, txBytes: 0, rxDropped: 0, txDropped: 0 },
      { device: 'eth0', rxBytes: 679_117_444, txBytes: 1_143_270, rxDropped: 0, txDropped: 0 },
    ],
  });
});

test('a kernel without IPv6 counts IPv4 alone; what no file says is unknown', () => {
  const { udpInuse, udpRcvbufErrors } = namespaceCounters({ ...texts, snmp6: undefined, sockstat6: undefined });
  expect([udpInuse, udpRcvbufErrors]).toEqual([0, 0]);
  const snmp = 'Tcp: OutSegs\nTcp: 5\n';
  expect(namespaceCounters({ ...texts, snmp, netstat: undefined, sockstat: 'sockets: used 9\n' })).toMatchObject({
    sockets: 9,
    tcpInuse: undefined,
    timeWait: undefined,
    udpInuse: undefined,
    outSegs: 5,
    retransSegs: undefined,
    listenOverflows: undefined,
    udpRcvbufErrors: undefined,
  });
});

test.each(Object.keys(texts) as CounterFile[])('a torn %s is refused', (file) => {
  expect(() => namespaceCounters({ ...texts, [file]: texts[file].slice(0, -3) })).toThrow(
    expect.objectContaining({ code: 'malformed' }),
  );
});
