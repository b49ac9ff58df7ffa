import { readFileSync } from 'node:fs';

/**
 * The random id of this boot, /proc/sys/kernel/random/boot_id: what tells an agent on the server's own machine from
 * others. The one kernel file the server reads itself, since no agent can say which machine the server is on.
 * Undefined where it cannot be read.
 */
export function readBootId(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
