import { readdirSync, readFileSync } from 'node:fs';
import { tunable } from '@netstrata/tunables';
import { describe, expect, test } from 'vitest';
import { METRICS, metric } from './catalog.ts';
import { LAYERS } from './types.ts';

const folder = new URL('./catalog/', import.meta.url);

test('every file of the folder is in the index, with every list it exports', () => {
  const index = readFileSync(new URL('./catalog.ts', import.meta.url), 'utf8');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const lists = [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^export const (\w+)/gm)].map(
      ([, name]) => name,
    );
    expect(lists.length, file).toBeGreaterThan(0);
    expect(index).toMatch(new RegExp(`import \\{ ${[...lists].sort().join(', ')} \\} from './catalog/${file}';`));
    for (const list of lists) expect(index).toContain(`  ...${list},\n`);
  }
});

test('a file holds what its name says: entries of one layer', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const layer = LAYERS.find((name) => file.startsWith(name));
    expect(layer, file).toBeDefined();
    const text = readFileSync(new URL(file, folder), 'utf8');
    for (const [, named] of text.matchAll(/layer: '(\w+)'/g)) expect(named, file).toBe(layer);
  }
});

test('ids come once, begin with their layer and are three words', () => {
  const ids = METRICS.map((entry) => entry.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, layer } of METRICS) {
    expect(id.startsWith(`${layer}.`), id).toBe(true);
    expect(id).toMatch(/^[a-z]+(\.[a-z][A-Za-z0-9]*){2}$/);
  }
});

test('ids that others build on', () => {
  const stable = [
    'transport.tcp.retransSegs',
    'transport.tcp.activeOpens',
    'transport.tcp.passiveOpens',
    'transport.tcp.inSegs',
    'transport.tcp.outSegs',
    'socket.tcpExt.listenOverflows',
    'socket.tcpExt.listenDrops',
    'socket.udp.rcvbufErrors',
    'socket.udp.sndbufErrors',
    'transport.udp.inDatagrams',
    'transport.udp.outDatagrams',
    'transport.sockstat.tcpMem',
    'transport.sockstat.udpMem',
    'transport.sockstat.tcpInuse',
    'transport.sockstat.tcpOrphan',
    'transport.sockstat.tcpTw',
    'transport.sockstat.tcpAlloc',
    'network.ip.inReceives',
    'network.ip.outRequests',
    'network.ip.inDiscards',
    'network.ip.outNoRoutes',
    'link.dev.rxBytes',
    'link.dev.txBytes',
    'link.dev.rxPackets',
    'link.dev.rxDropped',
    'link.netClass.speedMbit',
    'link.netClass.up',
    'link.softnet.processed',
    'link.softnet.dropped',
    'link.softnet.timeSqueeze',
    'link.softnet.backlogLen',
    'socket.tcp.acceptQueueMaxFill',
    'socket.tcp.rmemAllocBytes',
    'socket.tcp.rcvbufBytes',
    'socket.tcp.wmemQueuedBytes',
    'socket.tcp.sndbufBytes',
    'socket.udp.rmemAllocBytes',
    'socket.udp.rcvbufBytes',
    'socket.sockets.count',
    'socket.fill.sockets',
    'application.listeners.count',
    'application.agent.cpuPercent',
  ];
  expect(stable.filter((id) => metric(id) === undefined)).toEqual([]);
});

test('what fills a limit names a tunable or a metric', () => {
  const limits = METRICS.flatMap((entry) => (entry.fills === undefined ? [] : [[entry.id, entry.fills] as const]));
  expect(limits.length).toBeGreaterThan(40);
  expect(limits.filter(([, limit]) => tunable(limit) === undefined && metric(limit) === undefined)).toEqual([]);
  expect(limits.filter(([id, limit]) => id === limit)).toEqual([]);
});

describe('words and units', () => {
  test('every entry has a title and a help of whole sentences', () => {
    for (const { id, help, title } of METRICS) {
      expect(title, id).not.toBe('');
      expect(help, id).toMatch(/^[A-Z0-9].{19,}[.]$/);
    }
  });

  test('at least 150 entries are explained at length', () => {
    expect(
      METRICS.filter(({ help, title, kernelName }) => help.length > 100 && title !== kernelName).length,
    ).toBeGreaterThanOrEqual(150);
  });

  test('titles tell the metrics of a layer apart', () => {
    const titles = METRICS.map(({ layer, title }) => `${layer}: ${title}`);
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  });

  test('a counter counts things or time, never a level', () => {
    const levels = ['share', 'percent', 'boolean', 'mbit/s', 'bytes/s', 'pages'];
    expect(METRICS.filter(({ kind, unit }) => kind === 'counter' && levels.includes(unit)).map(({ id }) => id)).toEqual(
      [],
    );
    expect(METRICS.filter(({ kind, unit }) => kind === 'gauge' && unit === 'events').map(({ id }) => id)).toEqual([]);
  });

  test('a unit in the name is the unit of the entry', () => {
    const units: readonly (readonly [RegExp, string])[] = [
      [/(Bytes|Octets)$/, 'bytes'],
      [/Ms$/, 'milliseconds'],
      [/Us$/, 'microseconds'],
      [/Seconds$/, 'seconds'],
      [/Percent$/, 'percent'],
      [/(Share|Fill)$/, 'share'],
      [/Mbit$/, 'mbit/s'],
    ];
    for (const { id, unit } of METRICS)
      for (const [ending, expected] of units) if (ending.test(id)) expect(unit, id).toBe(expected);
  });
});
