import { DETAIL_KINDS, type DetailKind, type DetailReports } from '@netstrata/metrics';
import { z } from 'zod';
import type { DetailMessage } from '../../types.ts';
import { text } from '../primitives.ts';
import { churn } from './churn.ts';
import { distributions } from './distributions.ts';
import { drops } from './drops.ts';
import { interfaces } from './interfaces.ts';
import { namespaces } from './namespaces.ts';
import { network } from './network.ts';
import { ports } from './ports.ts';
import { processes } from './processes.ts';
import { sysctls } from './sysctls.ts';

const REPORTS: { readonly [K in DetailKind]: z.ZodType<DetailReports[K]> } = {
  churn,
  distributions,
  drops,
  interfaces,
  namespaces,
  network,
  ports,
  processes,
  sysctls,
};

export const detailKind = z.enum(DETAIL_KINDS);

const refusal = z.object({ ok: z.literal(false), reason: text(1000) });

const messageOf = <K extends DetailKind>(kind: K) =>
  z.object({
    kind: z.literal(kind),
    answer: z.union([z.object({ ok: z.literal(true), report: REPORTS[kind] }), refusal]),
  });

/** Each kind by its own schema. */
export const detailMessage = z.union(DETAIL_KINDS.map(messageOf)) as z.ZodType<DetailMessage>;
