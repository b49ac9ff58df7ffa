/**
 * The process between the two TUN devices of a link: `node relay.ts '{"a": {"path", "device"}, "b": …, "plan": …}'`.
 * It says {"event":"ready"} when both devices are there, answers each line on standard input with its counters, and
 * ends when standard input is closed or a device is gone. It never returns to Node's event loop: all it waits for is in one ppoll, since
 * a packet must not wait for a timer that counts whole milliseconds.
 */
import { readSync, writeSync } from 'node:fs';
import { POLLERR, POLLHUP, POLLIN, POLLNVAL } from '../libc/constants.ts';
import { checked, libc, memoryAddress } from '../libc/libc.ts';
import { DelayQueue } from './DelayQueue.ts';
import { packetsInFlight } from './plan.ts';
import { openTun } from './tun.ts';
import type { LinkPlan, RelayStats } from './types.ts';

/** What the relay is started with, as JSON in its only argument. */
export interface RelayConfig {
  readonly a: { readonly path: string; readonly device: string };
  readonly b: { readonly path: string; readonly device: string };
  readonly plan: LinkPlan;
}

/** Packets read from one device before the other gets its turn. */
const BATCH = 64;
/** Packets that are due within this time leave together: fewer wake-ups at high rates, and far below any delay worth a test. */
const GRAIN_MS = 0.2;
const POLLFD_BYTES = 8;

const GONE = POLLERR | POLLHUP | POLLNVAL;

/** What poll says of the descriptor at that place. */
const eventsOf = (fds: Buffer, at: number): number => fds.readInt16LE(at * POLLFD_BYTES + 6);

/** One direction: reads from one device, keeps the packets in memory of its own, writes them to the other device. */
const direction = (from: number, to: number, queue: DelayQueue, { mtu, slots }: { mtu: number; slots: number }) => {
  const memory = Buffer.alloc(slots * mtu);
  const base = memoryAddress(memory);
  const write = (slot: number, bytes: number): void => void libc.write(to, base + slot * mtu, bytes);
  return {
    memory,
    queue,
    take: (nowMs: number): void => {
      for (let taken = 0; taken < BATCH; taken++) {
        const slot = queue.nextSlot;
        const bytes = libc.read(from, base + slot * mtu, mtu);
        if (bytes <= 0) return;
        if (queue.push(bytes, nowMs)) write(slot, bytes);
      }
    },
    give: (nowMs: number): void => {
      while (queue.shift(nowMs, write));
    },
  };
};

const relay = ({ a, b, plan }: RelayConfig): void => {
  const slots = packetsInFlight(plan);
  const tunA = openTun(a.path, a.device);
  const tunB = openTun(b.path, b.device);
  const aToB = direction(tunA, tunB, new DelayQueue(plan, slots, plan.seed), { mtu: plan.mtu, slots });
  const bToA = direction(tunB, tunA, new DelayQueue(plan, slots, plan.seed + 1), { mtu: plan.mtu, slots });
  const fds = Buffer.alloc(3 * POLLFD_BYTES);
  for (const [at, fd] of [0, tunA, tunB].entries()) {
    fds.writeInt32LE(fd, at * POLLFD_BYTES);
    fds.writeInt16LE(POLLIN, at * POLLFD_BYTES + 4);
  }
  const timeout = Buffer.alloc(16);
  const request = Buffer.alloc(256);
  writeSync(1, '{"event":"ready"}\n');
  for (;;) {
    const untilMs = Math.min(aToB.queue.dueMs, bToA.queue.dueMs) - performance.now();
    const waitNs = Math.round(Math.min(1000, Math.max(GRAIN_MS, untilMs)) * 1e6);
    timeout.writeBigInt64LE(BigInt(Math.floor(waitNs / 1e9)), 0);
    timeout.writeBigInt64LE(BigInt(waitNs % 1e9), 8);
    checked('ppoll', libc.ppoll(fds, 3, timeout, null));
    const nowMs = performance.now();
    // A device goes with its namespace, and a link with one of its ends.
    if ((eventsOf(fds, 1) | eventsOf(fds, 2)) & GONE) return;
    if (eventsOf(fds, 1) !== 0) aToB.take(nowMs);
    if (eventsOf(fds, 2) !== 0) bToA.take(nowMs);
    aToB.give(nowMs);
    bToA.give(nowMs);
    if (eventsOf(fds, 0) === 0) continue;
    if (readSync(0, request) === 0) return;
    const stats: RelayStats = { aToB: aToB.queue.stats, bToA: bToA.queue.stats };
    writeSync(1, `${JSON.stringify({ event: 'stats', ...stats })}\n`);
  }
};

if (import.meta.main) relay(JSON.parse(process.argv[2] ?? '{}') as RelayConfig);
