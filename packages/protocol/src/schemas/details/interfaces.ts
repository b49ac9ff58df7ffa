import { INTERFACES_MOST, type InterfacesReport } from '@netstrata/metrics';
import { z } from 'zod';
import { amount, name, text, unixMs, wholeAmount } from '../primitives.ts';

const count = wholeAmount.optional();
const flag = z.boolean().optional();
const mask = text(2304).optional();
const adjustable = z.object({ current: count, max: count });

const modes = z.array(name(64)).max(INTERFACES_MOST.modes).optional();

const limits = z.object({
  inflightBytes: count,
  limitBytes: count,
  limitMinBytes: count,
  limitMaxBytes: count,
  holdTimeMs: count,
  stallCount: amount.optional(),
});

const queues = z.object({
  rx: z.array(z.object({ queue: name(16), rpsCpus: mask, rpsFlowCnt: count })).max(INTERFACES_MOST.queues),
  tx: z
    .array(
      z.object({
        queue: name(16),
        xpsCpus: mask,
        xpsRxqs: mask,
        maxRateMbit: count,
        timeouts: amount.optional(),
        bql: limits.optional(),
      }),
    )
    .max(INTERFACES_MOST.queues),
  rxCount: wholeAmount,
  txCount: wholeAmount,
});

const device = z.object({
  device: name(64),
  ifindex: wholeAmount,
  physical: z.boolean(),
  mtuBytes: count,
  operstate: text(20).optional(),
  txQueueLen: count,
  groFlushTimeoutNs: amount.optional(),
  napiDeferHardIrqs: count,
  numaNode: count,
  threadedNapi: flag,
  driver: z.object({ name: text(32), version: text(32), firmwareVersion: text(32), busInfo: text(32) }).optional(),
  link: z
    .object({
      detected: flag,
      downReason: text(64).optional(),
      speedMbit: count,
      duplex: z.enum(['half', 'full']).optional(),
      autoneg: flag,
      lanes: count,
      port: text(64).optional(),
      transceiver: z.enum(['internal', 'external']).optional(),
      supportedModes: modes,
      advertisedModes: modes,
      peerModes: modes,
    })
    .optional(),
  rings: z
    .object({
      rx: adjustable,
      rxMini: adjustable,
      rxJumbo: adjustable,
      tx: adjustable,
      rxBufLenBytes: count,
      cqeSizeBytes: count,
      txPush: flag,
      tcpDataSplit: flag,
    })
    .optional(),
  channels: z.object({ rx: adjustable, tx: adjustable, other: adjustable, combined: adjustable }).optional(),
  coalesce: z
    .array(z.object({ name: name(64), value: z.union([wholeAmount, z.boolean()]) }))
    .max(INTERFACES_MOST.coalesce)
    .optional(),
  pause: z.object({ autoneg: flag, rx: flag, tx: flag }).optional(),
  features: z
    .array(z.object({ name: name(128), on: z.boolean(), wanted: z.boolean(), fixed: z.boolean() }))
    .max(INTERFACES_MOST.features)
    .optional(),
  unavailableFeatures: wholeAmount,
  fec: z
    .object({
      configured: z.array(name(64)).max(INTERFACES_MOST.modes),
      auto: flag,
      active: name(64).optional(),
      correctedBlocks: amount.optional(),
      uncorrectableBlocks: amount.optional(),
      correctedBits: amount.optional(),
    })
    .optional(),
  eee: z
    .object({
      enabled: flag,
      active: flag,
      supportedModes: modes,
      advertisedModes: modes,
      peerModes: modes,
      txLpi: flag,
      txLpiTimerUs: count,
    })
    .optional(),
  privateFlags: z
    .array(z.object({ name: name(32), on: z.boolean() }))
    .max(INTERFACES_MOST.privateFlags)
    .optional(),
  queues: queues.optional(),
});

export const interfaces: z.ZodType<InterfacesReport> = z.object({
  timeMs: unixMs,
  count: wholeAmount,
  interfaces: z.array(device).max(INTERFACES_MOST.interfaces),
  problems: z.array(z.object({ what: name(64), reason: text(500) })).max(INTERFACES_MOST.problems),
});
