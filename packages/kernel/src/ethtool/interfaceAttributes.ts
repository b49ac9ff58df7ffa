import { join } from 'node:path';
import type { InterfaceAttributes } from '../linkRows.ts';
import { readNow } from '../readNow.ts';
import { numberIn } from './queueSettings.ts';

/** RFC 2863 operational states, as the kernel prints them. */
const OPERSTATE = /^[a-z]{1,20}$/;

/**
 * /sys/class/net/DEV: attributes of the whole device that take no lock. `threaded` since 5.12. `device/numa_node` is -1 on a machine without
 * NUMA, and is not there for a virtual device.
 */
export function readInterfaceAttributes(folder: string): InterfaceAttributes {
  const text = (file: string) => readNow(join(folder, file))?.trim();
  const operstate = text('operstate');
  const threaded = numberIn(text('threaded'));
  return {
    mtuBytes: numberIn(text('mtu')),
    operstate: operstate !== undefined && OPERSTATE.test(operstate) ? operstate : undefined,
    txQueueLen: numberIn(text('tx_queue_len')),
    groFlushTimeoutNs: numberIn(text('gro_flush_timeout')),
    napiDeferHardIrqs: numberIn(text('napi_defer_hard_irqs')),
    numaNode: numberIn(text('device/numa_node')),
    threadedNapi: threaded === undefined ? undefined : threaded > 0,
  };
}
