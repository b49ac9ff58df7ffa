import { STATE_NUMBER, TCP_INFO_U64 } from '@netstrata/kernel';
import { expect, test } from 'vitest';
import type { ClosedSocket } from '../churn/ClosedSocket.ts';
import type { SocketView } from '../sockets/SocketView.ts';
import { ConnectionLedger } from './ConnectionLedger.ts';
import { ListenerGroups, type SocketHolders } from './ListenerGroups.ts';

interface Socket {
  readonly cookie: number;
  readonly inode?: number;
  readonly port?: number;
  readonly local?: readonly number[];
  readonly state?: keyof typeof STATE_NUMBER;
  /** Payload; the kernel adds a byte for the handshake. */
  readonly tx?: number;
  readonly rx?: number;
  readonly queue?: number;
}

const HERE = [127, 0, 0, 1];
const ANY = [0, 0, 0, 0];
const HTTP = 80;

function viewOf({
  cookie,
  inode = 0,
  port = HTTP,
  local = HERE,
  state = 'established',
  tx = 0,
  rx = 0,
  queue = 0,
}: Socket) {
  const isListener = state === 'listen';
  const info: Readonly<Record<number, number>> = {
    [TCP_INFO_U64.bytesAcked]: tx + 1,
    [TCP_INFO_U64.bytesSent]: tx + 500,
    [TCP_INFO_U64.bytesRetrans]: 500,
    [TCP_INFO_U64.bytesReceived]: rx,
  };
  const cursor = {
    family: local.length === 4 ? 4 : 6,
    localAddressBytes: Uint8Array.from(local),
    localPort: port,
    interfaceIndex: 0,
    inode,
    recvQ: queue,
    sendQ: 128,
    state: STATE_NUMBER[state],
    cookieKey: cookie,
    tcpInfoBytes: state === 'time-wait' ? 0 : 240,
    tcpInfo64: (offset: number) => info[offset] ?? Number.NaN,
  };
  return { protocol: 'tcp', isListener, cursor } as unknown as SocketView;
}

/** A ledger, dumps that it sees each second, and reports by who holds what. */
function ledgerOf() {
  let monoMs = 0;
  let tells = true;
  const waiting: Socket[] = [];
  const groups = new ListenerGroups();
  const close = (socket: Socket) => ledger.onClosed({ cursor: viewOf(socket).cursor } as ClosedSocket);
  const catchUp = () => {
    for (const socket of waiting.splice(0)) close(socket);
    return tells;
  };
  const ledger: ConnectionLedger = new ConnectionLedger(groups, { catchUp, monoMs: () => monoMs });
  const dump = (...sockets: readonly Socket[]) => {
    monoMs += 1000;
    ledger.beginDump();
    for (const socket of sockets) ledger.add(viewOf(socket));
    ledger.endDump();
  };
  const settle = (byInode: Readonly<Record<number, readonly number[]>>) => {
    const holders: SocketHolders = {
      holdersOf: (inode) => byInode[inode] ?? [],
      ownerOf: (inode) => byInode[inode]?.[0],
    };
    groups.keep(holders);
    return ledger.settle(holders);
  };
  return {
    ledger,
    groups,
    dump,
    settle,
    close,
    closeBefore: (socket: Socket) => void waiting.push(socket),
    silence: () => {
      tells = false;
    },
  };
}
const LISTENER: Socket = { cookie: 1, inode: 1, state: 'listen', local: ANY };

test('bytes are what a process moved since the dump before, connections that are new with all of theirs', () => {
  const { ledger, dump, settle } = ledgerOf();
  dump({ cookie: 100, inode: 11, tx: 5000, rx: 70 });
  expect(ledger.intervalMs).toBe(undefined);
  dump(
    { cookie: 100, inode: 11, tx: 6000, rx: 100 },
    { cookie: 101, inode: 12, tx: 300, rx: 41, state: 'close-wait' },
    { cookie: 102, inode: 13, state: 'listen', port: 81, queue: 3 },
    { cookie: 103, state: 'time-wait' },
    { cookie: 104, inode: 19, tx: 10, rx: 5 },
  );
  expect(ledger.intervalMs).toBe(1000);
  const sums = settle({ 11: [10], 12: [10], 13: [20, 30] });
  expect(sums.of(10)).toMatchObject({ tcp: { established: 1, 'close-wait': 1 }, txBytes: 1300, rxBytes: 70 });
  expect(sums.of(20)).toMatchObject({ tcp: { listen: 1 }, listenerCount: 1 });
  const row = { address: '127.0.0.1', port: 81, queue: 3, backlog: 128 };
  expect(sums.of(30)).toMatchObject({ tcp: {}, listeners: [row] });
  expect(sums).toMatchObject({ withoutProcess: 1, unowned: 1, unownedBytes: 15, isLowerBound: false });
});

test('a connection whose end is told some dumps late is not counted twice', () => {
  const { dump, settle, closeBefore } = ledgerOf();
  dump(LISTENER);
  dump(LISTENER, { cookie: 100, inode: 11, tx: 1000, rx: 1000 });
  expect(settle({ 1: [10], 11: [10] }).of(10)).toMatchObject({ txBytes: 1000, rxBytes: 1000 });
  for (let n = 0; n < 4; n++) dump(LISTENER);
  closeBefore({ cookie: 100, inode: 11, tx: 1400, rx: 1000 });
  dump(LISTENER);
  expect(settle({ 1: [10] }).of(10)).toMatchObject({ txBytes: 400, rxBytes: 0 });
});

test('a connection that is closed adds what no dump has counted, once', () => {
  const { dump, settle, close } = ledgerOf();
  dump(LISTENER, { cookie: 100, inode: 11, tx: 1000, rx: 1000 });
  dump(LISTENER, { cookie: 100, inode: 11, tx: 1500, rx: 1000 });
  expect(settle({ 1: [10], 11: [20] }).of(20)).toMatchObject({ txBytes: 500, rxBytes: 0 });
  close({ cookie: 100, tx: 1700, rx: 1100, state: 'close' });
  // Of the listener's process, which is not the one that held the first.
  close({ cookie: 101, tx: 7, rx: 9, state: 'close' });
  dump(LISTENER);
  const sums = settle({ 1: [10] });
  expect(sums.of(20)).toMatchObject({ tcp: {}, txBytes: 200, rxBytes: 100 });
  expect(sums.of(10)).toMatchObject({ txBytes: 7, rxBytes: 9 });
  expect(sums.unownedBytes).toBe(0);
  dump(LISTENER);
  expect(settle({ 1: [10] }).of(10)).toMatchObject({ txBytes: 0, rxBytes: 0 });
});

test('what is closed by the time of a dump belongs before it, and what is closed while descriptors are looked through after it', () => {
  const { dump, settle, close, closeBefore } = ledgerOf();
  closeBefore({ cookie: 99, tx: 1_000_000 });
  dump(LISTENER, { cookie: 100, inode: 11 });
  closeBefore({ cookie: 101, tx: 5 });
  dump(LISTENER, { cookie: 100, inode: 11, tx: 50 });
  close({ cookie: 100, tx: 90 });
  close({ cookie: 102, tx: 3 });
  expect(settle({ 1: [10], 11: [20] }).of(20)).toMatchObject({ txBytes: 50 });
  dump(LISTENER);
  const sums = settle({ 1: [10] });
  expect([sums.of(20)?.txBytes, sums.of(10)?.txBytes]).toEqual([40, 3]);
});

test('the owner of a closed connection is said only where a single process can have been it', () => {
  const { dump, settle, close } = ledgerOf();
  const others: readonly Socket[] = [
    { cookie: 2, inode: 2, state: 'listen', port: 81 },
    { cookie: 3, inode: 3, state: 'listen', port: 82 },
    { cookie: 4, inode: 4, state: 'listen', port: 82, local: [127, 0, 0, 2] },
  ];
  const held = { 1: [10, 20], 2: [30], 3: [40], 4: [50] };
  dump(LISTENER, ...others);
  close({ cookie: 100, tx: 1 }); // two processes wait at the port
  close({ cookie: 101, tx: 2, port: 40_000 }); // nobody listens there: it was opened here
  close({ cookie: 102, tx: 4, port: 82, local: [127, 0, 0, 2] });
  close({ cookie: 103, tx: 8, port: 82, local: [10, 0, 0, 1] }); // by a listener that is gone
  close({ cookie: 104, tx: 16, port: 83 }); // by one that no dump had listed yet
  dump(LISTENER, ...others, { cookie: 5, inode: 5, state: 'listen', port: 83 });
  const sums = settle({ ...held, 5: [60] });
  expect([10, 20, 30, 40, 50, 60].map((pid) => sums.of(pid)?.txBytes)).toEqual([0, 0, 0, 0, 4, 16]);
  expect(sums.unownedBytes).toBe(1 + 2 + 8);
});

test('what a process has closed and the kernel still sends stays its own, and what waits for accept() is its listener’s', () => {
  const { groups, dump, settle } = ledgerOf();
  const two: readonly Socket[] = [LISTENER, { cookie: 2, inode: 2, state: 'listen', local: ANY }];
  const held = { 1: [10], 2: [20], 11: [20], 12: [10] };
  dump(...two, { cookie: 100, inode: 11 });
  dump(...two, { cookie: 100, inode: 11, tx: 10 }, { cookie: 101, rx: 7 }, { cookie: 102, port: 81, rx: 3 });
  expect(settle(held).of(20)).toMatchObject({ tcp: { listen: 1, established: 1 }, txBytes: 10 });
  const accepted = () => {
    const { groups: rows } = groups.rows({ parentOf: () => undefined, nameOf: String }, false);
    return rows[0]?.servers.map(({ pid, connections, accepted: count }) => [pid, connections, count]);
  };
  expect(accepted()).toEqual([
    [20, 1, 0],
    [10, 0, 0],
  ]);
  dump(...two, { cookie: 100, tx: 60, state: 'fin-wait-1' }, { cookie: 101, inode: 12, rx: 7 });
  const sums = settle(held);
  expect(sums.of(20)).toMatchObject({ tcp: { listen: 1 }, txBytes: 50 });
  expect(sums.withoutProcess).toBe(1);
  // It was listed before, but in the queue: it is accepted only now.
  expect(accepted()).toEqual([
    [10, 1, 1],
    [20, 0, 0],
  ]);
});

test('sums say that they are a lower bound while the kernel did not tell of all', () => {
  const { ledger, dump, settle, silence } = ledgerOf();
  dump(LISTENER);
  ledger.onResync();
  dump(LISTENER);
  expect(settle({}).isLowerBound).toBe(true);
  dump(LISTENER);
  expect(settle({}).isLowerBound).toBe(false);
  silence();
  dump(LISTENER);
  expect(settle({}).isLowerBound).toBe(true);
});

test('a dump that fails loses nothing', () => {
  const { ledger, dump, settle } = ledgerOf();
  dump({ cookie: 100, inode: 11, tx: 10 }, { cookie: 101, inode: 12, tx: 10 });
  ledger.beginDump();
  ledger.add(viewOf({ cookie: 100, inode: 11, tx: 30 }));
  dump({ cookie: 100, inode: 11, tx: 60 });
  expect(ledger.intervalMs).toBe(1000);
  expect(settle({ 11: [20] }).of(20)).toMatchObject({ tcp: { established: 1 }, txBytes: 50 });
});

test('of many listeners the fullest are named', () => {
  const { dump, settle } = ledgerOf();
  const listeners = Array.from({ length: 40 }, (_, n): Socket => {
    return { cookie: n + 1, inode: 1, state: 'listen', port: 1000 + n, queue: (n * 7) % 40 };
  });
  dump(...listeners);
  const { listeners: rows = [], listenerCount } = settle({ 1: [10] }).of(10) ?? {};
  expect(listenerCount).toBe(40);
  expect(rows.map(({ queue }) => queue)).toEqual([39, 38, 37, 36, 35, 34, 33, 32]);
});
