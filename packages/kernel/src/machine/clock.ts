import { errnoName } from '../errnoName.ts';
import { KernelError } from '../KernelError.ts';
import { clockGettime, errno } from '../libc.ts';

const CLOCK_BOOTTIME = 7;
const NANOSECONDS_PER_MILLISECOND = 1e6;
const timespec = new BigInt64Array(2);

/**
 * Milliseconds since boot by CLOCK_BOOTTIME: never set, never steps back, and goes on while the machine sleeps, unlike
 * CLOCK_MONOTONIC, which process.hrtime() reads. In a time namespace it counts from that namespace's own beginning.
 */
export function bootTimeMs(): number {
  if (clockGettime(CLOCK_BOOTTIME, timespec) !== 0) {
    throw new KernelError({
      code: 'unsupported',
      operation: 'read',
      path: 'CLOCK_BOOTTIME',
      detail: errnoName(errno()),
    });
  }
  const [seconds = 0n, nanoseconds = 0n] = timespec;
  return Number(seconds) * 1000 + Number(nanoseconds) / NANOSECONDS_PER_MILLISECOND;
}
