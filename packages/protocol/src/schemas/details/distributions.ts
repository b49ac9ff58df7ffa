import { DISTRIBUTED, type DistributionsReport } from '@netstrata/metrics';
import { z } from 'zod';
import { amount, unixMs, wholeAmount } from '../primitives.ts';

const quantile = amount.optional();

export const distributions = z.object({
  timeMs: unixMs,
  established: wholeAmount,
  distributions: z
    .array(
      z.object({
        of: z.enum(DISTRIBUTED),
        connections: wholeAmount,
        p5: quantile,
        median: quantile,
        p95: quantile,
        buckets: z.array(z.object({ from: amount, to: amount, connections: wholeAmount })).max(64),
      }),
    )
    .max(DISTRIBUTED.length),
}) as z.ZodType<DistributionsReport>;
