import {
  MOST_NAMESPACE_DEVICES,
  MOST_NAMESPACE_LISTENERS,
  MOST_NAMESPACE_NAMES,
  MOST_NAMESPACE_ROWS,
  type NamespacesReport,
} from '@netstrata/metrics';
import { z } from 'zod';
import { amount, missing, name, port, text, unixMs, wholeAmount } from '../primitives.ts';
import { socketState } from '../sockets.ts';

const device = z.object({
  device: name(64),
  mtuBytes: wholeAmount.optional(),
  rxBytesPerSecond: amount.optional(),
  txBytesPerSecond: amount.optional(),
  rxDropped: amount,
  txDropped: amount,
});

const listener = z.object({ address: text(64), port, waiting: wholeAmount, backlog: wholeAmount });

const row = z.object({
  inode: wholeAmount,
  name: name(100),
  naming: z.enum(['host', 'named', 'container', 'pod', 'unit', 'process', 'inode']),
  processes: wholeAmount,
  pid: wholeAmount.optional(),
  program: text(64).optional(),
  mount: text(300).optional(),
  reason: text(500).optional(),
  sockets: wholeAmount.optional(),
  tcpInuse: wholeAmount.optional(),
  timeWait: wholeAmount.optional(),
  udpInuse: wholeAmount.optional(),
  unix: wholeAmount.optional(),
  tcpStates: z.partialRecord(socketState, wholeAmount).optional(),
  listeners: z.array(listener).max(MOST_NAMESPACE_LISTENERS).optional(),
  socketsAgeMs: amount.optional(),
  socketsReason: text(500).optional(),
  listenOverflows: amount.optional(),
  udpRcvbufErrors: amount.optional(),
  listenOverflowsPerSecond: amount.optional(),
  udpRcvbufErrorsPerSecond: amount.optional(),
  retransSegsPerSecond: amount.optional(),
  rxBytesPerSecond: amount.optional(),
  txBytesPerSecond: amount.optional(),
  devices: z.array(device).max(MOST_NAMESPACE_DEVICES),
});

export const namespaces: z.ZodType<NamespacesReport> = z.object({
  timeMs: unixMs,
  found: wholeAmount,
  complete: z.boolean(),
  unreadableProcesses: wholeAmount,
  unreadableWhy: missing.optional(),
  rows: z.array(row).max(MOST_NAMESPACE_ROWS),
  others: z.array(name(100)).max(MOST_NAMESPACE_NAMES),
});
