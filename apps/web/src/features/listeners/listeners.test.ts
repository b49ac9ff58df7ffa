import type { ChurnReport, ListenerGroup, SocketRow } from '@netstrata/metrics';
import { expect, it } from 'vitest';
import { balanceOf, closedOf, halfOpenOf, portsOf } from './listeners.ts';

const socket = (parts: Partial<SocketRow>): SocketRow => ({
  protocol: 'tcp',
  family: 4,
  state: 'listen',
  cookie: '1',
  inode: 1,
  local: '0.0.0.0',
  localPort: 80,
  remote: '0.0.0.0',
  remotePort: 0,
  uid: 0,
  recvQ: 0,
  sendQ: 128,
  fill: 0,
  limit: 'none',
  ...parts,
});

it('sockets of one port are one, told by the fullest of them; what is full stands first', () => {
  const ports = portsOf([
    socket({ localPort: 443, drops: 900 }),
    socket({ pid: 7, process: 'web', recvQ: 3, drops: 1 }),
    socket({ pid: 8, process: 'web', recvQ: 129, drops: 4, acceptWaitMs: 2500 }),
    socket({ localPort: 22, local: '::', sendQ: 0 }),
  ]);
  expect(ports.map(({ port }) => port)).toEqual([80, 443, 22]);
  expect(ports[0]).toMatchObject({
    queue: 129,
    backlog: 128,
    drops: 5,
    oldestMs: 2500,
    processes: [{ pid: 7 }, { pid: 8 }],
  });
  expect(ports[2]).toMatchObject({ address: '::', drops: undefined, oldestMs: undefined, processes: [] });
});

it('connections that were closed are of the port that accepted them', () => {
  const sums = { closed: 40, short: 30 };
  const report = {
    windowMs: 20_000,
    services: [
      { ...sums, protocol: 'tcp', direction: 'out', port: 80, closed: 999 },
      { ...sums, protocol: 'tcp', direction: 'in', port: 80 },
    ],
  } as unknown as ChurnReport;
  expect(closedOf(report, 80)).toEqual({ perSecond: 2, shortShare: 0.75 });
  expect(closedOf(report, 81)).toEqual({ perSecond: 0, shortShare: undefined });
  expect(closedOf(undefined, 80)).toBeUndefined();
});

it('half-open connections are by port, and unknown before they were asked for', () => {
  expect(halfOpenOf([{ key: '80', filter: 'sport:80', sockets: 12, recvQ: 0, sendQ: 0 }])?.get(80)).toBe(12);
  expect(halfOpenOf(undefined)).toBeUndefined();
});

it('names the member that does not keep up, or that has most', () => {
  const server = (pid: number, connections: number) => ({ pid, name: 'web', connections });
  const group: ListenerGroup = {
    address: '::',
    port: 80,
    socketCount: 2,
    sockets: [
      { queue: 0, backlog: 8 },
      { queue: 9, backlog: 8 },
    ],
    servers: [server(7, 90), server(8, 10)],
    serverCount: 2,
    unevenShare: 0.8,
    queueGapShare: 1.1,
  };
  const members = [
    socket({ pid: 7, process: 'web' }),
    socket({ pid: 8, process: 'web', script: '/srv/web.js', recvQ: 9, sendQ: 8 }),
  ];
  expect(balanceOf(group, members)).toEqual({
    kind: 'gap',
    server: { pid: 8, name: 'web', script: '/srv/web.js' },
    queue: 9,
    backlog: 8,
    least: 0,
  });
  expect(balanceOf(group, [])).toMatchObject({ kind: 'gap', server: undefined });
  expect(balanceOf({ ...group, queueGapShare: 0 }, [])).toEqual({
    kind: 'uneven',
    server: { pid: 7, name: 'web' },
    share: 0.9,
    count: 2,
  });
  expect(balanceOf({ ...group, queueGapShare: 0, unevenShare: 0.2 }, [])).toEqual({ kind: 'even' });
  expect(balanceOf({ ...group, queueGapShare: 0, unevenShare: undefined }, [])).toEqual({ kind: 'few' });
});
