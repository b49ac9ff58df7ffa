import { readFileSync } from 'node:fs';
import type { CounterTable } from '@netstrata/kernel/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { METRICS } from './catalog.ts';
import { SOURCES } from './sources.ts';
import { listOf, sockstatOf, tableOf } from './testTables.ts';

const fixture = (name: string): string => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
const SNMP = tableOf(fixture('snmp-6.18.txt'));
const NETSTAT = tableOf(fixture('netstat-6.18.txt'));
const OLD_NETSTAT = tableOf(fixture('netstat-4.9.txt'));
const SNMP6 = listOf(fixture('snmp6-6.18.txt'));
const catalogued = new Set(METRICS.map((entry) => entry.id));

describe('a real kernel', () => {
  test.each([
    ['net/snmp', SOURCES['net/snmp'].metricsOf(SNMP), 83],
    ['net/netstat', SOURCES['net/netstat'].metricsOf(NETSTAT), 229],
    ['net/snmp6', SOURCES['net/snmp6'].metricsOf(SNMP6), 90],
    ['net/sockstat', SOURCES['net/sockstat'].metricsOf(sockstatOf(fixture('sockstat-6.18.txt'))), 12],
    ['net/sockstat6', SOURCES['net/sockstat6'].metricsOf(sockstatOf(fixture('sockstat6-6.18.txt'))), 6],
  ])('%s: every counter is a metric, and described', (_, metrics, count) => {
    expect(metrics).toHaveLength(count);
    expect(new Set(metrics.map((entry) => entry.id)).size).toBe(count);
    const bare = metrics.filter((entry) => !catalogued.has(entry.id) && !/ICMP/.test(entry.title));
    expect(bare.map((entry) => entry.id)).toEqual([]);
  });

  test('picks the values that the file holds', () => {
    const values = Object.fromEntries(
      SOURCES['net/snmp'].metricsOf(SNMP).map((entry) => [entry.id, entry.pick(SNMP)] as const),
    );
    expect(values['transport.tcp.maxConn']).toBe(-1);
    expect(values['network.ip.defaultTTL']).toBe(64);
    expect(values['transport.tcp.rtoMax']).toBe(120000);
  });

  test('keeps what an older kernel prints and the catalogue does not know', () => {
    const metrics = SOURCES['net/netstat'].metricsOf(OLD_NETSTAT);
    const prequeued = metrics.find((entry) => entry.id === 'transport.tcpExt.tcpPrequeueDropped');
    expect(prequeued).toMatchObject({
      kernelName: 'TCPPrequeueDropped',
      kind: 'counter',
      layer: 'transport',
      unit: 'count',
    });
    expect(prequeued?.pick(OLD_NETSTAT)).toBe(0);
    expect(metrics.find((entry) => entry.id === 'socket.tcpExt.listenOverflows')?.pick(OLD_NETSTAT)).toBe(3);
    expect(metrics.some((entry) => entry.id === 'socket.tcpExt.tcpBacklogDrop')).toBe(false);
  });

  test('ICMP types are a family', () => {
    const row: CounterTable = { IcmpMsg: { InType3: 4, OutType200: 1 } };
    const [unreachable, other] = SOURCES['net/snmp'].metricsOf(row);
    expect(unreachable).toMatchObject({
      id: 'network.icmpMsg.inType3',
      title: 'ICMP destination unreachable received',
    });
    expect(unreachable?.pick(row)).toBe(4);
    expect(other).toMatchObject({ id: 'network.icmpMsg.outType200', title: 'ICMP type 200 sent' });
  });
});

describe('caching by header', () => {
  test('the same header gives the same array, whatever the values', () => {
    const again = structuredClone(NETSTAT);
    expect(SOURCES['net/netstat'].metricsOf(again)).toBe(SOURCES['net/netstat'].metricsOf(NETSTAT));
    expect(SOURCES['net/snmp6'].metricsOf({ ...SNMP6 })).toBe(SOURCES['net/snmp6'].metricsOf(SNMP6));
    const device = SOURCES['net/dev'];
    expect(device.metricsOf({} as never)).toBe(device.metricsOf({} as never));
  });

  test('one counter more gives another list, and the first is still known', () => {
    const before = SOURCES['net/snmp'].metricsOf(SNMP);
    const more = SOURCES['net/snmp'].metricsOf({ ...SNMP, IcmpMsg: { ...SNMP['IcmpMsg'], InType8: 1 } });
    expect(more).toHaveLength(before.length + 1);
    expect(SOURCES['net/snmp'].metricsOf(SNMP)).toBe(before);
  });

  test('a counter moved to another group is not taken for the old header', () => {
    const one = SOURCES['net/snmp'].metricsOf({ Tcp: { A: 1 }, Udp: { B: 1 } });
    const other = SOURCES['net/snmp'].metricsOf({ Tcp: { A: 1, B: 1 }, Udp: {} });
    expect(one.map((entry) => entry.id)).toEqual(['transport.tcp.a', 'transport.udp.b']);
    expect(other.map((entry) => entry.id)).toEqual(['transport.tcp.a', 'transport.tcp.b']);
  });
});

describe('tables that no kernel prints', () => {
  test('two names that make one measure both stay', () => {
    const row: CounterTable = { TcpExt: { TCPNew: 1, TcpNew: 2 } };
    const metrics = SOURCES['net/netstat'].metricsOf(row);
    expect(metrics.map((entry) => [entry.id, entry.pick(row)])).toEqual([
      ['transport.tcpExt.tcpNew', 1],
      ['transport.tcpExt.TcpNew', 2],
    ]);
  });

  test('a huge table stays bounded', () => {
    const counters = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`C${n}`, n]));
    expect(SOURCES['net/netstat'].metricsOf({ TcpExt: counters }).length).toBeLessThanOrEqual(4096);
    expect(SOURCES['net/snmp6'].metricsOf(counters)).toHaveLength(4096);
  });

  test('names that would break an id are left out', () => {
    const row = { TcpExt: { 'a.b': 1, 'x y': 1, '': 1, ['n'.repeat(65)]: 1, Good: 1 }, 'B ad': { Fine: 1 } };
    expect(SOURCES['net/netstat'].metricsOf(row).map((entry) => entry.id)).toEqual(['transport.tcpExt.good']);
  });

  test('names of the language itself pick nothing that the row does not own', () => {
    const row = { constructor: { length: 7 }, toString: { name: 1 } } as unknown as CounterTable;
    const metrics = SOURCES['net/snmp'].metricsOf(row);
    expect(metrics.map((entry) => entry.pick(row))).toEqual([7, 1]);
    expect(metrics.map((entry) => entry.pick({}))).toEqual([undefined, undefined]);
  });

  test('any table: unique well-formed ids, at most 4,096, picks that return what the row holds', () => {
    const names = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'RetransSegs', 'TCPNew', 'TcpNew'));
    fc.assert(
      fc.property(fc.dictionary(names, fc.dictionary(names, fc.integer())), (row) => {
        const metrics = SOURCES['net/netstat'].metricsOf(row);
        const ids = metrics.map((entry) => entry.id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const entry of metrics) {
          expect(entry.id).toMatch(/^(application|socket|transport|network|link)(\.[A-Za-z][A-Za-z0-9_-]*){2}$/);
          expect(entry.pick(row)).toBeTypeOf('number');
        }
      }),
    );
  });
});

test('rows of one source are told apart by their labels', () => {
  expect(SOURCES['net/softnet_stat'].labelsOf({ cpu: 3 } as never)).toEqual({ cpu: '3' });
  expect(SOURCES['net/stat/nf_conntrack'].labelsOf({ cpu: 1 } as never)).toEqual({ cpu: '1' });
  expect(SOURCES['sys/class/net'].labelsOf({ device: 'eth0' } as never)).toEqual({ device: 'eth0' });
  expect(SOURCES['sock_diag/states'].labelsOf({ protocol: 'tcp', state: 'listen', sockets: 2 })).toEqual({
    protocol: 'tcp',
    state: 'listen',
  });
  expect(SOURCES['net/snmp'].labelsOf(SNMP)).toEqual({});
});

test('a qdisc has the metrics of its kind, the same list each time, and noqueue none', () => {
  const { metricsOf } = SOURCES['rtnetlink/qdisc'];
  const subjects = (kind: string) => [...new Set(metricsOf({ kind } as never).map(({ id }) => id.split('.')[1]))];
  expect(['noqueue', 'fq', 'fq_codel', 'tbf', 'htb', 'constructor'].map(subjects)).toEqual([
    [],
    ['qdisc', 'fq'],
    ['qdisc', 'fqCodel'],
    ['qdisc', 'shaper'],
    ['qdisc'],
    ['qdisc'],
  ]);
  expect(metricsOf({ kind: 'fq' } as never)).toBe(metricsOf({ kind: 'fq' } as never));
});

test('every source is of its own id, and the labels it gives are those its metrics declare', () => {
  for (const [id, source] of Object.entries(SOURCES)) expect(source.id).toBe(id);
  const anyRow = {
    cpu: 0,
    device: 'lo',
    protocol: 'tcp',
    type: 'stream',
    state: 'listen',
    side: 'send',
    fill: '0-10',
    source: 'stat',
    queue: 'eth0-rx-0',
    irq: 40,
    kind: 'fq',
    handle: '8001:',
    parent: 'root',
    family: 'ipv4',
    table: 'main',
    netns: 'blue',
  };
  for (const entry of METRICS)
    expect(Object.keys(SOURCES[entry.source].labelsOf(anyRow as never)), entry.id).toEqual([...entry.labels]);
});
