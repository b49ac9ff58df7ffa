import type { LinkOptions, LinkPlan } from './types.ts';

const SMALLEST_QUEUE_BYTES = 64 * 1024;
/** A link without a rate is planned for this much, to size what holds its packets on their way. */
const UNLIMITED_MBIT = 1000;

const inRange = (name: string, value: number, [least, most]: readonly [number, number]): number => {
  if (!Number.isFinite(value) || value < least || value > most)
    throw new RangeError(`${name} is ${value}: it must be between ${least} and ${most}.`);
  return value;
};

export const bytesPerMs = (rateMbit: number): number => (rateMbit * 1000) / 8;

/** Fills in the defaults. @throws RangeError that names the option and its bounds. */
export const planLink = (options: LinkOptions = {}): LinkPlan => {
  const delayMs = inRange('delayMs', options.delayMs ?? 0, [0, 2000]);
  const rateMbit = options.rateMbit === undefined ? undefined : inRange('rateMbit', options.rateMbit, [0.064, 10_000]);
  const reorderPercent = inRange('reorderPercent', options.reorderPercent ?? 0, [0, 100]);
  if (reorderPercent > 0 && delayMs === 0)
    throw new RangeError('reorderPercent needs a delayMs: without one no packet is on its way to be overtaken.');
  const { largestBytes } = options;
  const roundTripBytes = Math.round(bytesPerMs(rateMbit ?? UNLIMITED_MBIT) * 2 * delayMs);
  return {
    delayMs,
    rateMbit,
    lossPercent: inRange('lossPercent', options.lossPercent ?? 0, [0, 100]),
    queueBytes: inRange(
      'queueBytes',
      options.queueBytes ?? Math.max(SMALLEST_QUEUE_BYTES, roundTripBytes),
      [2000, 1e9],
    ),
    reorderPercent,
    largestBytes: largestBytes === undefined ? undefined : inRange('largestBytes', largestBytes, [68, 9000]),
    txQueueLength: inRange('txQueueLength', options.txQueueLength ?? 10_000, [1, 100_000]),
    mtu: inRange('mtu', options.mtu ?? 1500, [576, 9000]),
    seed: inRange('seed', options.seed ?? 1, [0, 2 ** 32 - 1]),
  };
};

/** Packets that must have a place at once: those on their way and those in the queue, most of them full, some small. */
export const packetsInFlight = (plan: LinkPlan): number => {
  const onTheWay = bytesPerMs(plan.rateMbit ?? UNLIMITED_MBIT) * plan.delayMs;
  return Math.min(65_536, 1024 + Math.ceil(((onTheWay + plan.queueBytes) * 2) / plan.mtu));
};
