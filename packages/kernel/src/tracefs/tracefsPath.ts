import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { KernelError, toKernelError } from '../KernelError.ts';

/** Its own mount since 4.1, and the place below debugfs that older kernels have and newer ones keep. */
const PLACES = ['kernel/tracing', 'kernel/debug/tracing'];

/**
 * The folder where tracefs is mounted. Fails with `permission` where it is not for this user, `not-found` where it is not mounted,
 * `unsupported` where this kernel is built without tracing.
 *
 * It belongs to root, mode 0700 (older kernels and mounts with gid=: 0750): what counts is owner uid 0, or CAP_DAC_OVERRIDE, which
 * needs no other capability beside it. It is never mounted here: that would change the machine.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/fs/tracefs/inode.c?h=v6.18 (TRACEFS_DEFAULT_MODE)
 */
export function findTracefs(sysRoot: string): string {
  let refused: KernelError | undefined;
  for (const place of PLACES) {
    const path = join(sysRoot, place);
    try {
      readdirSync(join(path, 'instances'));
      return path;
    } catch (cause) {
      const error = toKernelError(cause, 'open', path);
      if (error.code !== 'not-found') refused ??= error;
    }
  }
  if (refused !== undefined) throw refused;
  const [place = ''] = PLACES;
  const path = join(sysRoot, place);
  if (existsSync(path)) throw new KernelError({ code: 'not-found', operation: 'open', path, detail: 'not mounted' });
  throw new KernelError({ code: 'unsupported', operation: 'open', path, detail: 'this kernel has no tracing' });
}
