import { SOCKET_GROUPINGS, SOCKET_LIMITS, SOCKET_STATE_NAMES } from '@netstrata/metrics';
import { z } from 'zod';
import type { SocketsAnswer, SocketsQuery, SocketsReply, TunablesReport } from '../types.ts';
import { settingValues } from './changes.ts';
import { amount, name, port, share, text, unixMs, wholeAmount, wireError } from './primitives.ts';

export const socketState = z.enum(SOCKET_STATE_NAMES);

/** What every kind of socket has. */
const anySocket = {
  state: socketState,
  cookie: text(32),
  inode: wholeAmount,
  pid: wholeAmount.optional(),
  process: text(64).optional(),
  script: text(128).optional(),
  sought: z.literal(true).optional(),
  recvQ: amount,
  sendQ: amount,
  sndbuf: amount.optional(),
  fill: amount,
};
/** Beside them, of all but those Unix sockets that a report names. */
const memory = {
  rmemAlloc: amount.optional(),
  rcvbuf: amount.optional(),
  wmemQueued: amount.optional(),
  drops: amount.optional(),
};

const socketRow = z.object({
  ...anySocket,
  ...memory,
  protocol: z.enum(['tcp', 'udp']),
  family: z.literal([4, 6]),
  local: text(64),
  localPort: port,
  remote: text(64),
  remotePort: port,
  uid: wholeAmount,
  rttUs: amount.optional(),
  minRttUs: amount.optional(),
  cwnd: amount.optional(),
  mssBytes: amount.optional(),
  ssthresh: amount.optional(),
  unackedSegs: amount.optional(),
  notsentBytes: amount.optional(),
  retransTotal: amount.optional(),
  unanswered: amount.optional(),
  deliveryRateBytesPerSecond: amount.optional(),
  pacingRateBytesPerSecond: amount.optional(),
  appLimited: z.boolean().optional(),
  bytesAcked: amount.optional(),
  bytesReceived: amount.optional(),
  txBytesPerSecond: amount.optional(),
  rxBytesPerSecond: amount.optional(),
  busyShare: share.optional(),
  rwndLimitedShare: share.optional(),
  sndbufLimitedShare: share.optional(),
  sndWndBytes: amount.optional(),
  rcvRttUs: amount.optional(),
  rcvWndBytes: amount.optional(),
  dataSegsOut: amount.optional(),
  lastDataRecvMs: amount.optional(),
  lastAckRecvMs: amount.optional(),
  acceptWaitMs: amount.optional(),
  acceptOldest: text(32).optional(),
  congestionControl: text(16).optional(),
  cgroupId: text(24).optional(),
  interfaceIndex: wholeAmount.optional(),
  limit: z.enum(SOCKET_LIMITS),
});

const unixSocketRow = z.object({
  ...anySocket,
  type: z.enum(['stream', 'dgram', 'seqpacket']),
  name: text(108).optional(),
  peerInode: wholeAmount.optional(),
  peerPid: wholeAmount.optional(),
  peerProcess: text(64).optional(),
  peerScript: text(128).optional(),
  peerName: text(108).optional(),
  peerRecvQ: amount.optional(),
});

const otherSocketRow = z.object({
  ...anySocket,
  ...memory,
  protocol: z.enum(['raw', 'mptcp', 'packet', 'unix']),
  type: z.enum(['stream', 'dgram', 'seqpacket', 'raw']).optional(),
  family: z.literal([4, 6]).optional(),
  local: text(200),
  localPort: port.optional(),
  remote: text(200).optional(),
  remotePort: port.optional(),
  uid: wholeAmount.optional(),
});

const MOST_NAMES = 1500;
const namesOf = (most: number) =>
  z
    .record(name(24), text(most))
    .refine((given) => Object.keys(given).length <= MOST_NAMES, `must hold at most ${MOST_NAMES} names`);
const socketNames = z.object({ users: namesOf(64), interfaces: namesOf(64), cgroups: namesOf(400) });

export const socketsReport = z.object({
  timeMs: unixMs,
  intervalMs: amount.optional(),
  total: wholeAmount,
  fullest: z.array(socketRow).max(50),
  listeners: z.array(socketRow).max(200),
  udp: z.array(socketRow).max(50),
  senders: z.array(socketRow).max(50),
  receivers: z.array(socketRow).max(20).optional(),
  stuck: z.array(socketRow).max(20).optional(),
  unix: z.array(unixSocketRow).max(10).optional(),
  others: z.array(otherSocketRow).max(50).optional(),
  names: socketNames.optional(),
});

const MOST_SOCKETS = 1000;
const MOST_OFFSET = 1_000_000;

export const socketsQuery: z.ZodType<SocketsQuery> = z.object({
  sort: z.string().regex(/^\+?[a-zA-Z]{1,40}$/, 'must be a field of a socket, with "+" before it for ascending order'),
  filter: text(400),
  limit: z.int().min(1).max(MOST_SOCKETS),
  offset: z.int().min(0).max(MOST_OFFSET).optional(),
  group: z.enum(SOCKET_GROUPINGS).optional(),
  maxAgeMs: z.int().min(0).max(60_000).optional(),
  inOrderOf: unixMs.optional(),
});

const socketGroupRow = z.object({
  key: text(400),
  filter: text(440),
  sockets: wholeAmount,
  recvQ: amount,
  sendQ: amount,
  bytesPerSecond: amount.optional(),
  retransTotal: amount.optional(),
});

const heldOrder = z.object({
  timeMs: unixMs,
  length: wholeAmount,
  added: wholeAmount,
  gone: wholeAmount,
  places: z
    .array(
      z
        .int()
        .min(0)
        .max(MOST_OFFSET + MOST_SOCKETS),
    )
    .max(MOST_SOCKETS),
});

const socketsAnswer = z.object({
  timeMs: unixMs,
  netns: text(100).optional(),
  total: wholeAmount,
  matched: wholeAmount,
  sockets: z.array(z.discriminatedUnion('protocol', [socketRow, otherSocketRow])).max(MOST_SOCKETS),
  names: socketNames.optional(),
  groups: z.array(socketGroupRow).max(MOST_SOCKETS).optional(),
  groupTotal: wholeAmount.optional(),
  held: heldOrder.optional(),
}) satisfies z.ZodType<SocketsAnswer>;

export const socketsReply: z.ZodType<SocketsReply> = z.discriminatedUnion('ok', [
  socketsAnswer.extend({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: wireError }),
]);

export const tunablesReport: z.ZodType<TunablesReport> = z.object({
  timeMs: unixMs,
  values: z
    .record(name(128), text(4096))
    .refine((values) => Object.keys(values).length <= 2000, 'must hold at most 2000 names'),
  unreadable: z
    .record(name(128), text(400))
    .refine((values) => Object.keys(values).length <= 2000, 'must hold at most 2000 names'),
  others: settingValues.optional(),
  readOnly: z.array(name(128)).max(2000).optional(),
});
