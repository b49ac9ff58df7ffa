import { SOCKET_STATE_NAMES, type SocketDetail } from '@netstrata/metrics';
import { z } from 'zod';
import type { SocketQuery, SocketReply } from '../types.ts';
import { missing, name, text, unixMs, wholeAmount, wireError } from './primitives.ts';

const MOST_FIELDS = 300;
const port = z.int().min(0).max(65_535);
const value = z.union([z.number(), text(400), z.boolean()]);
const values = z
  .record(name(64), value)
  .refine((given) => Object.keys(given).length <= MOST_FIELDS, `must hold at most ${MOST_FIELDS} names`);

export const socketCookie = z
  .string()
  .regex(
    /^([0-9a-f]{1,16}|inode:\d{1,10})$/,
    'must be the cookie of a socket, in hexadecimal digits as ss -e prints it',
  );

export const socketQuery: z.ZodType<SocketQuery> = z.object({ cookie: socketCookie, options: z.boolean() });

const socketDetail = z.object({
  timeMs: unixMs,
  kind: z.enum(['tcp', 'udp', 'raw', 'mptcp', 'unix', 'packet']),
  cookie: socketCookie,
  inode: wholeAmount,
  state: z.enum(SOCKET_STATE_NAMES),
  local: text(200),
  localPort: port.optional(),
  remote: text(200).optional(),
  remotePort: port.optional(),
  pid: wholeAmount.optional(),
  process: text(64).optional(),
  script: text(128).optional(),
  sought: z.literal(true).optional(),
  fields: values,
  options: values.optional(),
  optionsMissing: missing.optional(),
}) satisfies z.ZodType<SocketDetail>;

export const socketReply: z.ZodType<SocketReply> = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), socket: socketDetail }),
  z.object({ ok: z.literal(false), error: wireError }),
]);
