import { removeAbandonedTraces } from '@netstrata/kernel';
import type { Log } from '../../log.ts';

/** Takes away what an agent that was killed while somebody watched drops left in the kernel. Never fails. */
export function removeAbandoned(log: Pick<Log, 'info' | 'debug'>): void {
  try {
    const removed = removeAbandonedTraces();
    if (removed > 0) log.info('removed trace instances of an agent that was killed', { removed });
  } catch (cause) {
    log.debug('no trace instance can be looked for', { why: String(cause) });
  }
}
