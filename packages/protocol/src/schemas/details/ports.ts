import { MOST_PORTS_ROWS, type PortsReport } from '@netstrata/metrics';
import { z } from 'zod';
import { port, text, unixMs, wholeAmount } from '../primitives.ts';

export const ports: z.ZodType<PortsReport> = z.object({
  timeMs: unixMs,
  range: z.tuple([port, port]),
  reserved: wholeAmount,
  destinations: wholeAmount,
  rows: z
    .array(
      z.object({
        protocol: z.literal('tcp'),
        local: text(64),
        remote: text(64),
        remotePort: port,
        ports: wholeAmount,
        timeWait: wholeAmount,
        pid: wholeAmount.optional(),
        process: text(64).optional(),
      }),
    )
    .max(MOST_PORTS_ROWS),
});
