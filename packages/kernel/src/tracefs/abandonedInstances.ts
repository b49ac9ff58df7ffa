import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type InstanceOwner, isRunning, ownerOf, thisProcess } from './instanceName.ts';
import { removeInstance } from './TraceInstance.ts';
import { findTracefs } from './tracefsPath.ts';

/** Longer than making an instance takes; a younger one of another PID namespace may not hold its descriptors yet. */
const SURELY_MADE_MS = 60_000;

/**
 * Removes the trace instances of agents that ended without removing them, and gives how many. Fails with a KernelError where tracefs is not there or not for this user.
 *
 * Only names that an agent gives are looked at. One of this PID namespace goes when its process is gone, and so does one of this process
 * itself, which asks before it makes one. Whether a process of
 * another PID namespace (a container that was replaced) still runs cannot be seen here, but the kernel knows: it refuses to remove an
 * instance whose descriptors are open, and a running agent holds some from the first moment on.
 */
export function removeAbandonedTraces(sysRoot = '/sys', procRoot = '/proc'): number {
  const folder = join(findTracefs(sysRoot), 'instances');
  const own = thisProcess(procRoot);
  let removed = 0;
  for (const name of readdirSync(folder)) {
    const owner = ownerOf(name);
    const path = join(folder, name);
    if (owner === undefined || !isAbandoned(path, { owner, own, procRoot })) continue;
    try {
      removeInstance(path);
      removed++;
    } catch {
      // Held after all, or another agent was faster.
    }
  }
  return removed;
}

function isAbandoned(
  path: string,
  { owner, own, procRoot }: { readonly owner: InstanceOwner; readonly own: InstanceOwner; readonly procRoot: string },
): boolean {
  if (owner.pidNamespace === own.pidNamespace) return owner.pid === own.pid || !isRunning(procRoot, owner);
  try {
    return Date.now() - statSync(path).mtimeMs > SURELY_MADE_MS;
  } catch {
    return false;
  }
}
