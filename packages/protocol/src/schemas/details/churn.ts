import { type ChurnReport, MOST_CHURN_ROWS } from '@netstrata/metrics';
import { z } from 'zod';
import { amount, port, share, text, unixMs, wholeAmount } from '../primitives.ts';

const sums = {
  closed: wholeAmount,
  short: wholeAmount.optional(),
  receivedBytes: amount.optional(),
  ackedBytes: amount.optional(),
  rttUs: amount.optional(),
  retransShare: share.optional(),
  unfinished: wholeAmount.optional(),
};

export const churn: z.ZodType<ChurnReport> = z.object({
  timeMs: unixMs,
  windowMs: amount,
  shortLimitMs: amount.optional(),
  total: z.object(sums),
  failed: wholeAmount,
  udp: wholeAmount,
  lost: wholeAmount.optional(),
  roomEvents: wholeAmount,
  roomForced: z.boolean(),
  services: z
    .array(
      z.object({
        ...sums,
        protocol: z.enum(['tcp', 'udp']),
        direction: z.enum(['in', 'out']).optional(),
        port,
        pid: wholeAmount.optional(),
        process: text(64).optional(),
      }),
    )
    .max(MOST_CHURN_ROWS),
  peers: z.array(z.object({ ...sums, address: text(64) })).max(MOST_CHURN_ROWS),
  moreServices: z.boolean(),
  morePeers: z.boolean(),
});
