import { z } from 'zod';
import type { AgentGreeting, AgentHello, FrameReply, HelloReply, Watch } from '../types.ts';
import { detailKind } from './details/index.ts';
import { hostTags } from './hosts.ts';
import { amount, hostId, name, text, wholeAmount, wireError } from './primitives.ts';

const hostFacts = z.object({
  hostId,
  hostname: name(255),
  kernelRelease: name(255),
  arch: name(32),
  cpuCount: z.int().min(1).max(65_536),
  pageSizeBytes: z
    .int()
    .min(1024)
    .max(2 ** 30),
  memTotalBytes: amount,
  bootId: name(64),
});

const session = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, 'must be 8 to 64 letters, digits, "-" or "_"');
/** 32 bytes in base64url. */
const keyText = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url');

export const agentGreeting: z.ZodType<AgentGreeting> = z.object({
  protocol: wholeAmount,
  hostId,
  session,
  key: z.string().regex(/^(local|key-[0-9a-f]{32}|join-[0-9a-f]{12})$/, 'must be local, key-… or join-…'),
  nonce: keyText,
});

export const agentHello: z.ZodType<AgentHello> = z.object({
  protocol: wholeAmount,
  session,
  agentVersion: text(64),
  intervalMs: z.int().min(100).max(3_600_000),
  mayApply: z.boolean(),
  facts: hostFacts,
  missing: z.array(z.object({ what: text(200), why: text(400), capability: text(100) })).max(50),
  joinKey: keyText.optional(),
  tags: hostTags.optional(),
  proof: text(128),
});

const watch = { watched: z.boolean(), details: z.array(detailKind).max(64) };

export const helloReply: z.ZodType<HelloReply> = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), committedSeq: wholeAmount, ...watch }),
  z.object({ ok: z.literal(false), error: wireError }),
]);

export const frameReply: z.ZodType<FrameReply> = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), committedSeq: wholeAmount }),
  z.object({ ok: z.literal(false), error: wireError }),
]);

export const watchSet: z.ZodType<Watch> = z.object(watch);
