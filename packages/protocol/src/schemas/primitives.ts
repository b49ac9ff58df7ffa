import { z } from 'zod';

/** Building blocks with bounds: nothing that arrives is longer or larger than the product can mean. */
export const text = (most: number) => z.string().max(most);
/** A count, a size or a time: finite, not negative. */
export const amount = z.number().nonnegative();
export const wholeAmount = z.int().nonnegative();
export const port = z.int().min(0).max(65_535);
/** Milliseconds since 1970, as of some day between 2000 and 2200. */
export const unixMs = z.number().min(946_684_800_000).max(7_258_118_400_000);
/** 0..1, a little above for counters read at slightly different moments. */
export const share = z.number().min(0).max(1.5);
export const hostId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{7,63}$/, 'must be 8 to 64 lower-case letters, digits or "-"');
export const name = (most: number) => z.string().min(1).max(most);
export const layer = z.enum(['application', 'socket', 'transport', 'network', 'link']);
/** Why something cannot be told, and what would bring it. */
export const missing = z.object({ why: text(400), capability: text(100).optional() });
export const wireError = z.object({ code: name(64), message: text(1000) });
