import { join } from 'node:path';
import { numberIn, queuesIn } from '../ethtool/queueSettings.ts';
import type { ByteQueueLimitsRow } from '../linkRows.ts';
import { devicesIn } from '../machine/devicesIn.ts';
import { readNow } from '../readNow.ts';
import type { Roots, Source } from '../Source.ts';

/** Bounds what one read costs; devices with hardware come first. */
const MOST_DEVICES = 32;
const MOST_QUEUES = 64;
/** How often queues are looked for; those that are known are read each time. */
const SEARCH_MS = 30_000;

interface Queue {
  readonly device: string;
  readonly queue: string;
  readonly folder: string;
}

/**
 * /sys/class/net/DEV/queues/tx-N/byte_queue_limits: bytes handed to the hardware and not sent yet, and how many there may be. Since
 * 3.3, of drivers that report what they sent: a queue whose limit is still 0 has reported nothing, and has no row. stall_cnt since 6.9.
 * Read without a lock.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/lib/dynamic_queue_limits.c?h=v6.18
 */
export function openSysClassNetByteQueueLimits(roots: Roots): Source<readonly ByteQueueLimitsRow[]> {
  const path = join(roots.sysRoot, 'class/net');
  let queues: readonly Queue[] = [];
  let searchedAt = Number.NEGATIVE_INFINITY;
  return {
    path,
    read: async () => {
      if (performance.now() - searchedAt > SEARCH_MS) {
        queues = queuesWithLimits(roots.sysRoot);
        searchedAt = performance.now();
      }
      return queues.flatMap(readRow);
    },
    close: () => {
      queues = [];
      searchedAt = Number.NEGATIVE_INFINITY;
    },
  };
}

function queuesWithLimits(sysRoot: string): Queue[] {
  const found: Queue[] = [];
  for (const { device } of devicesIn(sysRoot).slice(0, MOST_DEVICES)) {
    const folder = join(sysRoot, 'class/net', device, 'queues');
    for (const queue of queuesIn(folder)?.tx ?? []) {
      const limits = { device, queue, folder: join(folder, queue, 'byte_queue_limits') };
      if (readRow(limits).length > 0) found.push(limits);
      if (found.length >= MOST_QUEUES) return found;
    }
  }
  return found;
}

/** Nothing where the queue has reported nothing, or is gone. */
function readRow({ device, queue, folder }: Queue): ByteQueueLimitsRow[] {
  const number = (file: string) => numberIn(readNow(`${folder}/${file}`));
  const limitBytes = number('limit');
  if (limitBytes === undefined || limitBytes === 0) return [];
  return [{ device, queue, inflightBytes: number('inflight'), limitBytes, stallCount: number('stall_cnt') }];
}
