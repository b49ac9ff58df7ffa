import { fileURLToPath } from 'node:url';
import type { ChurnRow } from '@netstrata/metrics';
import { expect, test } from 'vitest';
import { createNamespace, labSupport } from '../../../../packages/lab/src/index.ts';
import type { ChurnTick, ChurnWatch } from './ChurnWatch.ts';

const support = labSupport();
if (!support.ok) console.warn(`closed connections are not counted against real ones: ${support.reason}`);

const module = (path: string): string => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));

/** A connection that three dumps list and that goes on after the last, short ones that none lists, refused ones and UDP. */
const SCRIPT = `
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { SockDestroy, SockDiag, TCP_INFO_U64 } from ${module('../../../../packages/kernel/src/index.ts')};
import { systemClock } from ${module('../clock/Clock.ts')};
import { PreviousSockets } from ${module('../sockets/PreviousSockets.ts')};
import { SocketDumper } from ${module('../sockets/SocketDumper.ts')};
import { ChurnWatch } from ${module('./ChurnWatch.ts')};
import { DumpedSockets } from ${module('./DumpedSockets.ts')};

const previous = new PreviousSockets();
const dumped = new DumpedSockets(previous);
const listed = new Map();
const seen = { beginDump: () => listed.clear(), endDump: () => {}, add: ({ cursor, isListener }) => {
  if (!isListener && cursor.tcpInfoBytes > 0) listed.set(cursor.cookieKey, cursor.tcpInfo64(TCP_INFO_U64.bytesReceived));
} };
const owners = { ownerOf: () => undefined, isSought: () => false, search: () => undefined };
const dumper = new SocketDumper(SockDiag.open(), owners, { previous, observers: [dumped, seen] });
const health = { succeeded: () => {}, failed: (_, __, cause) => { throw cause; } };
const watch = new ChurnWatch({ sockets: SockDestroy.open(), dumped, clock: systemClock, health, tickMs: 1000 });
const closed = new Map();
watch.listen({
  onClosed: ({ cursor, receivedBytes, ackedBytes }) => closed.set(cursor.cookieKey, { received: receivedBytes, acked: ackedBytes }),
  onResync: () => {},
});
const dump = () => dumper.dump({ timeMs: 0, monoMs: systemClock.monoMs(), watched: false });
watch.tick(systemClock.monoMs());

const server = createServer((socket) => socket.on('error', () => {}).on('data', (data) => socket.write(data)).on('end', () => socket.end()));
server.listen(0, '::');
await once(server, 'listening');
const { port } = server.address();
const ask = async (socket, bytes) => {
  socket.write(Buffer.alloc(bytes));
  for (let left = bytes; left > 0; ) left -= (await once(socket, 'data'))[0].length;
};
const long = connect(port, '127.0.0.1');
await ask(long, 1000);
for (let n = 0; n < 3; n++) dump();
const before = [...listed];
await ask(long, 500);
long.end();
await once(long, 'close');
for (const host of ['127.0.0.1', '::1']) {
  for (let n = 0; n < 50; n++) {
    const short = connect(port, host);
    await ask(short, 300);
    short.end();
    await once(short, 'close');
  }
}
for (let n = 0; n < 3; n++) await once(connect(9, '127.0.0.1'), 'error');
const udp = createSocket('udp4');
udp.bind(0);
await once(udp, 'listening');
udp.close();
await once(udp, 'close');
let tick;
let events = 0;
do {
  await new Promise(setImmediate);
  tick = watch.tick(systemClock.monoMs());
  events = tick.churn.connections + tick.churn.failed + tick.closed[2].closed;
} while (events < 206);
const { services, peers, ...rest } = watch.lists();
const out = { port, before, closed: [...closed], tick, services, peers, ...rest };
process.stdout.write(JSON.stringify(out), () => process.exit(0));`;

interface Outcome extends ReturnType<ChurnWatch['lists']> {
  readonly port: number;
  /** Cookie -> bytes received, as the last dump listed them. */
  readonly before: readonly (readonly [number, number])[];
  readonly closed: readonly (readonly [number, { readonly received: number; readonly acked: number }])[];
  readonly tick: ChurnTick;
}

test.skipIf(!support.ok)('every connection of a namespace is counted, with all of its bytes', async () => {
  await using namespace = await createNamespace();
  const { stdout } = await namespace.exec(process.execPath, ['--input-type=module', '-e', SCRIPT]);
  const { before, closed, port, services, peers, tick, ...rest } = JSON.parse(stdout) as Outcome;

  // 101 connections, both ends of each; of the long one, which every dump listed, both are not short.
  const { churn } = tick;
  const sums: Partial<ChurnRow> = { connections: 202, short: 200, failed: 3, lost: 0, overruns: 0, unfinished: 0 };
  expect(churn).toMatchObject({ ...sums, retransmitting: 0 });
  expect(tick.closed.map(({ closed: count }) => count)).toEqual([51, 151, 1, 0]);
  // Payload, and one byte for each FIN that was received.
  const payload = 2 * (1500 + 100 * 300);
  expect(churn.receivedBytes).toBe(payload + 202);
  expect(churn.ackedBytes).toBeGreaterThanOrEqual(payload + 101);
  expect(churn.ackedBytes).toBeLessThanOrEqual(payload + 101 + 202);
  expect(churn.sentBytes - churn.retransBytes).toBe(payload);
  expect(churn.rttMedianUs).toBeGreaterThan(0);

  // What the listeners heard is the same, and what the last dump had seen of the long one is taken off the credit.
  expect(closed).toHaveLength(202);
  expect(closed.reduce((sum, [, { received }]) => sum + received, 0)).toBe(churn.receivedBytes);
  const known = before.filter(([cookie]) => closed.some(([other]) => other === cookie));
  expect(known.map(([, received]) => received)).toEqual([1000, 1000]);
  expect(churn.unseenReceivedBytes).toBe(churn.receivedBytes - 2000);

  expect(rest).toMatchObject({ failed: 3, udp: 1, lost: 0, total: { closed: 202, short: 200 } });
  expect(services.map(({ direction, port: which, closed: count }) => [direction, which, count])).toEqual([
    ['in', port, 101],
    ['out', port, 101],
    [undefined, 0, 1],
  ]);
  expect(peers.map(({ address, closed: count }) => [address, count])).toEqual([
    ['::1', 100],
    ['::ffff:127.0.0.1', 51],
    ['127.0.0.1', 51],
  ]);
});
