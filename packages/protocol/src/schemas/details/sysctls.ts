import { SYSCTLS_MOST, type SysctlsReport } from '@netstrata/metrics';
import { z } from 'zod';
import { name, text, unixMs, wholeAmount } from '../primitives.ts';

/** A list of reserved ports is the longest. */
const value = text(2400);

export const sysctls: z.ZodType<SysctlsReport> = z.object({
  timeMs: unixMs,
  startedMs: unixMs,
  bootMs: unixMs,
  rows: z
    .array(
      z.object({
        name: name(128),
        value: value.optional(),
        unreadable: text(500).optional(),
        atStart: value.optional(),
        setters: z
          .array(z.object({ kind: z.enum(['file', 'tuned']), from: text(300), value: text(200) }))
          .max(SYSCTLS_MOST.setters),
      }),
    )
    .max(SYSCTLS_MOST.rows),
  namespaces: z
    .array(
      z.object({
        inode: wholeAmount,
        name: name(100),
        way: text(300),
        values: z.record(name(128), value),
        reason: text(500).optional(),
      }),
    )
    .max(SYSCTLS_MOST.namespaces),
});
