import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, type TestContext, test } from 'vitest';
import { Commands, type Companion, hasIpv6 } from '../testing/commands.ts';
import type { InetSocket } from '../types.ts';
import type { DrainResult } from './SockDestroy.ts';
import { SockDestroy } from './SockDestroy.ts';

const commands = new Commands({ spawn, spawnSync });
const INSIDE = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

interface Drained {
  readonly sockets: readonly InetSocket[];
  readonly result: DrainResult;
}

let peer: Companion;

/** A process in a network namespace of its own: what it makes and closes is all that is made and closed there. */
async function inNamespace(context: TestContext, prefix: readonly string[] = []): Promise<void> {
  commands.needNamespaces(context);
  peer = commands.companion([...INSIDE, ...prefix]);
  await peer.ask('ready');
}

/** The kernel sends events from a work queue: waits until there are as many as were asked for. */
async function events(count: number): Promise<Drained> {
  return JSON.parse(await peer.ask(`destroyed ${count}`)) as Drained;
}

const CALM = { damaged: 0, foreign: 0, resync: false, lost: 0, more: false };

const FAMILIES = [
  ['127.0.0.1', 4],
  ['::1', 6],
] as const;

test('each connection, UDP socket and failed attempt is told once, with what TCP carried', async (context) => {
  await inNamespace(context);
  for (const [host, family] of hasIpv6 ? FAMILIES : FAMILIES.slice(0, 1)) {
    await peer.ask('destroyListen 0');
    const port = Number(await peer.ask(`connections ${host} 100 1000 3000`));
    const { sockets, result } = await events(201);
    expect(result).toEqual({ ...CALM, events: 201 });
    expect(sockets.filter((socket) => socket.family !== family || socket.protocol !== 'tcp')).toEqual([]);
    const servers = sockets.filter(({ localPort, remotePort }) => localPort === port && remotePort !== 0);
    const clients = sockets.filter(({ remotePort }) => remotePort === port);
    const listeners = sockets.filter(({ remotePort }) => remotePort === 0);
    expect([servers.length, clients.length, listeners.length]).toEqual([100, 100, 1]);
    expect(new Set(sockets.map(({ cookie }) => cookie)).size).toBe(201);
    // A busy machine may answer so late that a segment is sent again.
    const sentOnce = ({ tcpInfo }: InetSocket) => (tcpInfo?.bytesSent ?? 0) - (tcpInfo?.bytesRetrans ?? 0);
    expect(new Set(servers.map(sentOnce))).toEqual(new Set([3000]));
    expect(new Set(clients.map(sentOnce))).toEqual(new Set([1000]));
    for (const { tcpInfo } of servers) {
      expect(tcpInfo?.bytesReceived).toBe(1001);
      // That its FIN has arrived the server may not have heard when it is destroyed.
      expect([3000, 3001]).toContain(tcpInfo?.bytesAcked);
    }
    for (const { tcpInfo } of clients) {
      expect(tcpInfo?.bytesReceived).toBe(3001);
      expect([1001, 1002]).toContain(tcpInfo?.bytesAcked);
      expect(tcpInfo?.rttUs).toBeGreaterThan(0);
    }
    expect(listeners).toMatchObject([{ localPort: port, tcpInfo: { bytesReceived: 0, delivered: 0 } }]);

    const ports = JSON.parse(await peer.ask(`udpSockets ${host} 50`)) as number[];
    const udp = await events(50);
    expect(udp.result).toEqual({ ...CALM, events: 50 });
    expect(udp.sockets.map(({ localPort }) => localPort).toSorted()).toEqual(ports.toSorted());
    expect(udp.sockets.filter((one) => one.family !== family || one.protocol !== 'udp' || one.tcpInfo)).toEqual([]);

    await peer.ask(`refused ${host}`);
    const never = { delivered: 0, bytesAcked: 0, rttUs: 0, segsIn: 1 };
    expect((await events(1)).sockets).toMatchObject([{ remotePort: 9, tcpInfo: never }]);
  }
});

test('a buffer that is too small loses events: all of them are counted, and the next ones arrive', async (context) => {
  await inNamespace(context);
  await peer.ask('destroyListen 1');
  await peer.ask('udpSockets 127.0.0.1 500');
  const { sockets, result } = await events(500);
  expect(result).toMatchObject({ resync: true, damaged: 0, foreign: 0 });
  expect(result.events).toBe(sockets.length);
  expect(result.events).toBeGreaterThan(0);
  expect(result.lost).toBeGreaterThan(400);
  expect(result.events + result.lost).toBe(500);
  await peer.ask('udpSockets 127.0.0.1 1');
  expect((await events(1)).result).toEqual({ ...CALM, events: 1 });
});

test('needs no privilege, and says to what the buffer is held without one', async (context) => {
  const found = commands.run(['setpriv', '--version']);
  if (found.error !== undefined) context.skip('setpriv is not installed');
  await inNamespace(context, ['setpriv', '--reuid=65534', '--clear-groups', '--bounding-set=-all', '--inh-caps=-all']);
  const max = Number(commands.output(context, ['sysctl', '-n', 'net.core.rmem_max']));
  const room = JSON.parse(await peer.ask('destroyListen 0'));
  expect(room).toMatchObject({ bytes: 2 * Math.min(max, 8 * 1024 * 1024), forced: false });
  await peer.ask('udpSockets 127.0.0.1 3');
  expect((await events(3)).result).toEqual({ ...CALM, events: 3 });
});

test('gives its descriptor back', () => {
  const descriptors = () => readdirSync('/proc/self/fd').length;
  const before = descriptors();
  for (let round = 0; round < 20; round++) {
    const destroy = SockDestroy.open();
    destroy.drain(() => {});
    destroy.close();
  }
  expect(descriptors()).toBe(before);
});
