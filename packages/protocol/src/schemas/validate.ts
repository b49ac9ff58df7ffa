import type { z } from 'zod';
import { ProtocolError } from '../errors.ts';

/**
 * Checks what arrived against its schema.
 * @throws ProtocolError `bad-request` whose message names the first wrong place and what is allowed there.
 */
export const validate = <T>(schema: z.ZodType<T>, value: unknown, operation: string): T => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  const place = first?.path.join('.') || 'message';
  throw new ProtocolError('bad-request', operation, `${place}: ${first?.message ?? 'is not valid'}`);
};
