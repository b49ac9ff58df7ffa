import {
  type DrainResult,
  type EventRoom,
  type InetDiagCursor,
  KernelError,
  type SocketVisitor,
} from '@netstrata/kernel';
import { expect, test } from 'vitest';
import { SourceHealth } from '../sampler/SourceHealth.ts';
import { PreviousSockets } from '../sockets/PreviousSockets.ts';
import type { SocketView } from '../sockets/SocketView.ts';
import { ChurnWatch } from './ChurnWatch.ts';
import { DumpedSockets } from './DumpedSockets.ts';

/** Offsets in struct tcp_info. */
const INFO = { rtt: 68, acked: 120, received: 128, notsent: 144, delivered: 192, sent: 200, retrans: 208 } as const;
const CALM: DrainResult = { events: 0, damaged: 0, foreign: 0, resync: false, lost: 0, more: false };
const ROOM: EventRoom = { bytes: 12_800, forced: false, events: 1000 };

interface Closed {
  readonly cookie?: number;
  readonly protocol?: 6 | 17;
  readonly family?: 4 | 6;
  readonly localPort?: number;
  readonly remotePort?: number;
  readonly remote?: readonly number[];
  readonly info?: Partial<Record<keyof typeof INFO, number>>;
  readonly retransmits?: number;
}

const DONE = { rtt: 200, acked: 1002, received: 3001, delivered: 3, sent: 1000, retrans: 0, notsent: 0 };

function cursorOf({ cookie = 1, protocol = 6, family = 4, ...more }: Closed): InetDiagCursor {
  const { localPort = 40_000, remotePort = 80, remote = [192, 0, 2, 1], info = DONE, retransmits = 0 } = more;
  const field = (offset: number) => {
    const name = (Object.keys(INFO) as (keyof typeof INFO)[]).find((key) => INFO[key] === offset);
    return protocol === 17 || name === undefined ? Number.NaN : (info[name] ?? 0);
  };
  return {
    protocol,
    family,
    localPort,
    remotePort,
    remoteAddressWord: (word: number) => Buffer.alloc(16, Buffer.from(remote)).readUInt32LE(word * 4),
    cookieLow: cookie,
    cookieHigh: 0,
    cookieKey: cookie,
    tcpInfoBytes: protocol === 6 ? 280 : 0,
    tcpInfo8: () => retransmits,
    tcpInfo32: field,
    tcpInfo64: field,
  } as unknown as InetDiagCursor;
}

/** A watch whose kernel gives what is in `closed`, once; time stands until it is moved. */
function watchOf() {
  const closed: Closed[] = [];
  const result: { -readonly [K in keyof DrainResult]?: DrainResult[K] } = {};
  let failure: Error | undefined;
  let monoMs = 0;
  const timers: { ms: number; run: () => void }[] = [];
  const previous = new PreviousSockets();
  const dumped = new DumpedSockets(previous);
  const drain = (visit: SocketVisitor): DrainResult => {
    if (failure !== undefined) throw failure;
    const all = closed.splice(0);
    for (const one of all) visit(cursorOf(one));
    return { ...CALM, events: all.length, ...result };
  };
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const health = new SourceHealth(quiet);
  const clock = {
    wallMs: () => 0,
    monoMs: () => monoMs,
    after: (ms: number, run: () => void) => {
      const timer = { ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  };
  const watch = new ChurnWatch({ sockets: { room: ROOM, drain }, dumped, clock, health, tickMs: 1000 });
  return {
    watch,
    health,
    timers,
    result,
    fail: (cause: Error | undefined) => {
      failure = cause;
    },
    tick: (...sockets: readonly Closed[]) => {
      monoMs += 1000;
      closed.push(...sockets);
      return watch.tick(monoMs);
    },
    later: (...sockets: readonly Closed[]) => closed.push(...sockets),
    /** A dump that lists these sockets, with the bytes that they had received and had acknowledged. */
    dump: (...sockets: readonly { cookie: number; port?: number; listens?: boolean; bytes?: number }[]) => {
      dumped.beginDump(monoMs);
      previous.beginDump();
      for (const { cookie, port = 40_000, listens = false, bytes = 0 } of sockets) {
        const cursor = { ...cursorOf({ cookie, localPort: port }), inode: cookie };
        dumped.add({ protocol: 'tcp', isListener: listens, cursor } as unknown as SocketView);
        if (bytes === 0) continue;
        const now = { busyUs: 0, rwndUs: 0, sndbufUs: 0, txBytes: bytes, rxBytes: bytes };
        previous.exchange(cookie, now, { known: false, ...now });
      }
      previous.endDump();
      dumped.endDump();
    },
  };
}

test('counts by protocol and family, and what was no connection apart', () => {
  const { tick } = watchOf();
  const never = { rtt: 0, acked: 0, received: 0, delivered: 0, sent: 0 };
  const row = tick(
    {},
    { family: 6 },
    { family: 6 },
    { protocol: 17, remotePort: 0 },
    { protocol: 17, family: 6, remotePort: 53 },
    { info: never },
    { remotePort: 0, info: never },
  );
  expect(row?.closed.map(({ closed }) => closed)).toEqual([1, 2, 1, 1]);
  expect(row?.churn).toMatchObject({
    connections: 3,
    failed: 1,
    receivedBytes: 9003,
    ackedBytes: 3006,
    sentBytes: 3000,
  });
  expect(row?.churn).toMatchObject({ short: undefined, unseenAckedBytes: undefined, lost: 0, roomEvents: 1000 });
  expect(tick()?.churn).toMatchObject({ connections: 3, rttMedianUs: undefined, retransShare: undefined });
});

test('short is what the dump before the last did not list', () => {
  const { dump, tick, watch } = watchOf();
  tick();
  dump({ cookie: 1 });
  expect(tick({ cookie: 9 })?.churn).toMatchObject({ short: undefined, shortLimitMs: undefined });
  dump({ cookie: 1 }, { cookie: 2 });
  const row = tick({ cookie: 1 }, { cookie: 2 }, { cookie: 3 });
  expect(row?.churn).toMatchObject({ connections: 4, short: 2, shortLimitMs: 2000 });
  dump();
  dump();
  // What was judged by the longer limit is still in the lists.
  expect(tick()?.churn.shortLimitMs).toBe(1000);
  expect(watch.lists().shortLimitMs).toBe(2000);
});

test('a dump that fails on its way changes nothing of that', () => {
  const { dump, tick, watch } = watchOf();
  tick();
  dump({ cookie: 1 });
  dump({ cookie: 1 });
  expect(() =>
    dump({
      get cookie(): number {
        throw new Error('stop');
      },
    }),
  ).toThrow('stop');
  expect(tick({ cookie: 1 }, { cookie: 2 })?.churn.short).toBe(1);
  expect(watch.lists().total).toMatchObject({ closed: 2, short: 1 });
});

test('what a connection did after the last dump that listed it is credited, all of it where none did', () => {
  const { dump, tick } = watchOf();
  tick();
  dump({ cookie: 1, bytes: 1000 });
  dump({ cookie: 1, bytes: 1000 });
  expect(tick({ cookie: 1 }, { cookie: 2 })?.churn).toMatchObject({
    receivedBytes: 6002,
    unseenReceivedBytes: 2001 + 3001,
    unseenAckedBytes: 2 + 1002,
  });
});

test('loss and what was left are told', () => {
  const { tick } = watchOf();
  const row = tick(
    { info: { ...DONE, sent: 1500, retrans: 500, rtt: 100 } },
    { info: { ...DONE, acked: 500, rtt: 100_000 } },
    { info: { ...DONE, notsent: 1 }, retransmits: 3 },
  );
  expect(row?.churn).toMatchObject({ retransmitted: 1, unfinished: 2, retransmitting: 1, retransBytes: 500 });
  expect(row?.churn.retransShare).toBeCloseTo(500 / 3500, 10);
  expect(row?.churn.rttMedianUs).toBeCloseTo(200, -1);
  expect(row?.churn.rttP95Us).toBeCloseTo(100_000, -4);
});

test('listeners hear of each connection with its bytes, and that some are missing', () => {
  const { fail, later, result, tick, watch } = watchOf();
  const heard: unknown[] = [];
  const stop = watch.listen({
    onClosed: ({ cursor, receivedBytes, ackedBytes }) => heard.push([cursor.cookieKey, receivedBytes, ackedBytes]),
    onResync: () => heard.push('resync'),
  });
  result.resync = true;
  result.lost = 7;
  expect(tick({ cookie: 5 }, { protocol: 17 })?.churn).toMatchObject({ lost: 7, overruns: 1 });
  expect(heard).toEqual([[5, 3001, 1002], 'resync']);
  expect(watch.lists().lost).toBe(7);
  later({ cookie: 6 });
  expect(watch.catchUp()).toBe(true);
  expect(heard).toHaveLength(4);
  stop();
  fail(new Error('no kernel'));
  later({ cookie: 7 });
  expect(watch.catchUp()).toBe(false);
  expect(heard).toHaveLength(4);
});

test('a queue that would overflow before the next tick is drained in between', () => {
  const { later, result, tick, timers, watch } = watchOf();
  tick();
  tick({});
  expect(timers).toEqual([]);
  result.events = 500;
  tick();
  expect(timers.map(({ ms }) => ms)).toEqual([500]);
  result.events = 1;
  later({});
  for (const { run } of timers.splice(0)) run();
  expect(tick()?.churn.connections).toBe(2);
  result.lost = 1_000_000;
  tick();
  expect(timers.map(({ ms }) => ms)).toEqual([20]);
  watch.stop();
  expect(timers).toEqual([]);
});

test('a kernel that does not tell gives no numbers, and its reason to those who look', () => {
  const { fail, health, tick, watch } = watchOf();
  fail(new KernelError({ code: 'unsupported', operation: 'join', path: 'test' }));
  expect(tick()).toBeUndefined();
  expect(health.rows).toMatchObject([{ source: 'sock_diag/churn', success: 0, failures: 0 }]);
  expect(() => watch.lists()).toThrow('join test');
  fail(undefined);
  expect(tick({})?.churn.connections).toBe(1);
});

test('services and peers of the last ten to twenty seconds, most closed first', () => {
  const { dump, tick, watch } = watchOf();
  const service = { localPort: 8080, remotePort: 50_000 };
  tick(service);
  dump({ cookie: 77, port: 8080, listens: true });
  const mapped = [...Array(10).fill(0), 255, 255, 192, 0, 2, 9];
  tick(
    service,
    { ...service, family: 6, remote: mapped },
    {},
    { protocol: 17, remotePort: 53 },
    { protocol: 17, remotePort: 0 },
  );
  const rows = () =>
    watch.lists().services.map(({ protocol, direction, port, closed }) => [protocol, direction, port, closed]);
  expect(rows()).toEqual([
    ['tcp', 'in', 8080, 2],
    ['tcp', undefined, 8080, 1],
    ['tcp', 'out', 80, 1],
    ['udp', 'out', 53, 1],
    ['udp', undefined, 0, 1],
  ]);
  expect(watch.lists().peers.map(({ address, closed }) => [address, closed])).toEqual([
    ['192.0.2.1', 3],
    ['::ffff:192.0.2.9', 1],
  ]);
  expect(watch.lists()).toMatchObject({
    windowMs: 1000,
    total: { closed: 4, rttUs: 200 },
    udp: 2,
    moreServices: false,
  });
  for (let n = 0; n < 9; n++) tick();
  expect(watch.lists()).toMatchObject({ windowMs: 10_000, total: { closed: 4 } });
  for (let n = 0; n < 10; n++) tick();
  expect(watch.lists()).toMatchObject({ windowMs: 10_000, total: { closed: 0, rttUs: undefined }, services: [] });
});

test('more services than there is room for are in the sums', () => {
  const { dump, tick, watch } = watchOf();
  tick();
  dump();
  tick(...Array.from({ length: 1000 }, (_, n) => ({ remotePort: 1 + n, remote: [10, 0, n >> 8, n & 255] })));
  const lists = watch.lists();
  expect(lists).toMatchObject({ total: { closed: 1000 }, moreServices: true, morePeers: true });
  expect([lists.services.length, lists.peers.length]).toEqual([50, 50]);
});
