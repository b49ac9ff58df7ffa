import { LOCALES } from '@netstrata/metrics';
import { z } from 'zod';
import type { ViewRequest } from '../types.ts';
import { detailKind } from './details/index.ts';
import { hostId, layer } from './primitives.ts';
import { socketCookie } from './socket.ts';

const host = z.union([z.literal('self'), hostId]);

/** A language of the product. */
export const locale = z.enum(LOCALES);

export const viewRequest: z.ZodType<ViewRequest> = z.discriminatedUnion('view', [
  z.object({ view: z.literal('hosts') }),
  z.object({ view: z.literal('stack'), hostId: host }),
  z.object({ view: z.literal('layer'), hostId: host, layer }),
  z.object({ view: z.literal('sockets'), hostId: host }),
  z.object({ view: z.literal('socket'), hostId: host, cookie: socketCookie }),
  z.object({ view: z.literal('details'), hostId: host, kind: detailKind }),
]);
