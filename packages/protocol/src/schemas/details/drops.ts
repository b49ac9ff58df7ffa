import { type DropsReport, MOST_DROP_ROWS, MOST_TRACE_ROWS } from '@netstrata/metrics';
import { z } from 'zod';
import { amount, name, port, text, unixMs, wholeAmount } from '../primitives.ts';

const count = z.object({
  perSecond: amount.optional(),
  total: amount,
  estimated: amount,
});
/** The kernel writes sizes as signed numbers. */
const bytes = z.int().optional();
const pages = z.number().optional();

const drop = count.extend({
  reason: name(64).optional(),
  protocol: z.int().min(0).max(0xffff).optional(),
  location: name(256).optional(),
});
const rcvqueueFull = count.extend({ rcvbuf: bytes, rmemAlloc: bytes, truesize: bytes });
const udpRefused = count.extend({
  local: text(64).optional(),
  localPort: port,
  remote: text(64).optional(),
  remotePort: port.optional(),
  limit: z.enum(['buffer', 'memory']).optional(),
});
const exceedBufLimit = count.extend({
  protocol: text(32),
  side: z.enum(['send', 'receive']).optional(),
  limit: z.enum(['max', 'pressure', 'socket']).optional(),
  limitPages: z.array(pages).length(3),
  allocatedPages: pages,
  rmemAlloc: bytes,
  wmemAlloc: bytes,
});
const retransmit = count.extend({
  local: text(64),
  localPort: port,
  remote: text(64),
  remotePort: port,
  state: name(32).optional(),
  failed: wholeAmount,
  lastMs: unixMs,
});
const table = <Row>(row: z.ZodType<Row>, most: number) => z.object({ all: count, rows: z.array(row).max(most) });

export const drops: z.ZodType<DropsReport> = z.object({
  timeMs: unixMs,
  sinceMs: unixMs,
  read: wholeAmount,
  lost: wholeAmount,
  mostPerSecond: wholeAmount,
  costPercent: amount.optional(),
  bufferBytes: wholeAmount,
  damaged: wholeAmount,
  absent: z.array(name(64)).max(8),
  hasReasons: z.boolean(),
  unnamed: text(500).optional(),
  drops: table(drop, MOST_DROP_ROWS),
  udpRefused: table(udpRefused, MOST_TRACE_ROWS),
  rcvqueueFull: table(rcvqueueFull, MOST_TRACE_ROWS),
  exceedBufLimit: table(exceedBufLimit, MOST_TRACE_ROWS),
  retransmits: table(retransmit, MOST_TRACE_ROWS),
});
