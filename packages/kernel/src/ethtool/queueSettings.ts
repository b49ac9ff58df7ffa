import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteQueueLimits, InterfaceQueues, RxQueueSettings, TxQueueSettings } from '../linkRows.ts';
import { readNow } from '../readNow.ts';

/** Of each direction; cards with more have them all alike. */
const MOST_QUEUES = 64;
const QUEUE = /^(rx|tx)-(\d{1,5})$/;
/** A CPU mask or a list of queues: words of hex digits with commas between. */
const MASK = /^[0-9a-f]{1,8}(,[0-9a-f]{1,8}){0,255}$/;

/** The queues of a device by number, `rx-0` and so on; undefined where it has none, or is gone. */
export function queuesIn(
  folder: string,
): { readonly rx: readonly string[]; readonly tx: readonly string[] } | undefined {
  try {
    const names = readdirSync(folder).filter((name) => QUEUE.test(name));
    const numberOf = (name: string) => Number(name.slice(3));
    const of = (way: string) =>
      names.filter((name) => name.startsWith(way)).toSorted((a, b) => numberOf(a) - numberOf(b));
    return { rx: of('rx'), tx: of('tx') };
  } catch {
    return undefined;
  }
}

/** Decimal digits and nothing else; undefined for everything that is no such number. */
export function numberIn(text: string | undefined): number | undefined {
  const digits = text?.trim();
  return digits !== undefined && /^\d{1,20}$/.test(digits) ? Number(digits) : undefined;
}

function maskIn(text: string | undefined): string | undefined {
  const mask = text?.trim();
  return mask !== undefined && MASK.test(mask) ? mask : undefined;
}

/**
 * /sys/class/net/DEV/queues/tx-N/byte_queue_limits: how many bytes the driver may have handed to the hardware. Undefined where the
 * kernel keeps none: since 6.8 devices without a queue of their own have no such folder. Read without a lock.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/lib/dynamic_queue_limits.c?h=v6.18
 */
export function readByteQueueLimits(queue: string): ByteQueueLimits | undefined {
  const number = (file: string) => numberIn(readNow(join(queue, 'byte_queue_limits', file)));
  const limitBytes = number('limit');
  if (limitBytes === undefined) return undefined;
  return {
    inflightBytes: number('inflight'),
    limitBytes,
    limitMinBytes: number('limit_min'),
    limitMaxBytes: number('limit_max'),
    holdTimeMs: number('hold_time'),
    stallCount: number('stall_cnt'),
  };
}

/**
 * /sys/class/net/DEV/queues: which CPUs receive and send for each queue (RPS, RFS, XPS), its rate limit and byte limits. xps_cpus takes
 * the rtnl lock, and is refused for devices with one queue (ENOENT).
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/core/net-sysfs.c?h=v6.18
 */
export async function readQueueSettings(deviceFolder: string): Promise<InterfaceQueues | undefined> {
  const folder = join(deviceFolder, 'queues');
  const queues = queuesIn(folder);
  if (queues === undefined) return undefined;
  const rx = queues.rx.slice(0, MOST_QUEUES).map((queue) => rxSettings(folder, queue));
  const tx: TxQueueSettings[] = [];
  for (const queue of queues.tx.slice(0, MOST_QUEUES)) tx.push(await txSettings(folder, queue));
  return { rx, tx, rxCount: queues.rx.length, txCount: queues.tx.length };
}

function rxSettings(folder: string, queue: string): RxQueueSettings {
  const text = (file: string) => readNow(join(folder, queue, file));
  return { queue, rpsCpus: maskIn(text('rps_cpus')), rpsFlowCnt: numberIn(text('rps_flow_cnt')) };
}

async function txSettings(folder: string, queue: string): Promise<TxQueueSettings> {
  const text = (file: string) => readNow(join(folder, queue, file));
  const patiently = (file: string) => readFile(join(folder, queue, file), 'latin1').catch(() => undefined);
  return {
    queue,
    xpsCpus: maskIn(await patiently('xps_cpus')),
    xpsRxqs: maskIn(await patiently('xps_rxqs')),
    maxRateMbit: numberIn(text('tx_maxrate')),
    timeouts: numberIn(text('tx_timeout')),
    bql: readByteQueueLimits(join(folder, queue)),
  };
}
