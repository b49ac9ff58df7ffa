import {
  MOST_GROUP_MEMBERS,
  MOST_LISTENER_GROUPS,
  MOST_PROCESS_LISTENERS,
  MOST_PROCESS_ROWS,
  type ProcessesReport,
  SOCKET_STATE_NAMES,
} from '@netstrata/metrics';
import { z } from 'zod';
import { amount, missing, port, share, text, unixMs, wholeAmount } from '../primitives.ts';

const waitKind = z.enum([
  'epoll',
  'io_uring',
  'poll',
  'accept',
  'receive',
  'send',
  'connect',
  'read',
  'write',
  'futex',
  'sleep',
  'child',
  'signal',
  'other',
  'running',
  'hidden',
]);

const listener = z.object({ address: text(64), port, queue: amount, backlog: amount });

const row = z.object({
  pid: wholeAmount,
  name: text(64),
  script: text(128).optional(),
  uid: wholeAmount.optional(),
  user: text(64).optional(),
  unit: text(128).optional(),
  container: z.object({ runtime: text(32), id: text(128), name: text(128).exactOptional() }).optional(),
  pod: text(64).optional(),
  podName: text(320).optional(),
  sockets: wholeAmount.optional(),
  tcp: z.partialRecord(z.enum(SOCKET_STATE_NAMES), wholeAmount),
  udp: wholeAmount,
  txBytesPerSecond: amount.optional(),
  rxBytesPerSecond: amount.optional(),
  listeners: z.array(listener).max(MOST_PROCESS_LISTENERS),
  listenerCount: wholeAmount,
  openFiles: wholeAmount.optional(),
  openFilesLimit: wholeAmount.optional(),
  threads: wholeAmount.optional(),
  waits: z.object({ counts: z.partialRecord(waitKind, wholeAmount), looked: wholeAmount }),
  epolls: wholeAmount.optional(),
  ioUrings: wholeAmount.optional(),
});

const group = z.object({
  address: text(64),
  port,
  sockets: z.array(z.object({ queue: amount, backlog: amount })).max(MOST_GROUP_MEMBERS),
  socketCount: wholeAmount,
  servers: z
    .array(z.object({ pid: wholeAmount, name: text(64), connections: wholeAmount, accepted: wholeAmount.optional() }))
    .max(MOST_GROUP_MEMBERS),
  serverCount: wholeAmount,
  unevenShare: share.optional(),
  queueGapShare: amount.optional(),
});

export const processes: z.ZodType<ProcessesReport> = z.object({
  timeMs: unixMs,
  intervalMs: amount.optional(),
  processes: wholeAmount,
  rows: z.array(row).max(MOST_PROCESS_ROWS),
  groups: z.array(group).max(MOST_LISTENER_GROUPS),
  groupCount: wholeAmount,
  withoutProcess: wholeAmount,
  unowned: wholeAmount,
  unownedBytesPerSecond: amount.optional(),
  bytesAreLowerBound: z.literal(true).optional(),
  unreadable: wholeAmount,
  unreadableWhy: missing.optional(),
  hidepid: z.enum(['refused', 'invisible']).optional(),
  costMs: amount,
});
