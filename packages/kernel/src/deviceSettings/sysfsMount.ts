import { errnoName } from '../errnoName.ts';
import { KernelError } from '../KernelError.ts';
import { addressOf, close, errno, syscall, syscallOfFive } from '../libc.ts';

/** The same numbers on every machine; since 5.2. */
const FSOPEN = 430;
const FSCONFIG = 431;
const FSMOUNT = 432;
const CLOEXEC = 1;
const FSCONFIG_CMD_CREATE = 6;
const PATH = 'sysfs';

export interface SysfsMount {
  /** A folder with what /sys has, as long as it is open. */
  readonly root: string;
  readonly close: () => void;
}

/**
 * A sysfs of the network namespace that the calling thread is in, which is mounted nowhere: nobody else sees it, and it is gone when it
 * is closed. A thread that went to another namespace still has the /sys that was mounted for its first one, with the devices of that.
 *
 * Fails with a KernelError: `permission` without CAP_SYS_ADMIN, `unsupported` before Linux 5.2.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/fs/sysfs/mount.c?h=v6.18 (sysfs_init_fs_context)
 */
export function mountSysfs(): SysfsMount {
  const name = new Uint8Array(new ArrayBuffer(8));
  name.set(Buffer.from('sysfs\0'));
  const context = syscall(FSOPEN, Number(addressOf(name)), CLOEXEC, 0);
  if (context < 0) throw refusal('fsopen');
  try {
    if (syscallOfFive(FSCONFIG, context, FSCONFIG_CMD_CREATE, 0, 0, 0) < 0) throw refusal('fsconfig');
    const mount = syscall(FSMOUNT, context, CLOEXEC, 0);
    if (mount < 0) throw refusal('fsmount');
    return { root: `/proc/self/fd/${mount}`, close: () => void close(mount) };
  } finally {
    close(context);
  }
}

function refusal(operation: string): KernelError {
  const name = errnoName(errno());
  const denied = name === 'EPERM' || name === 'EACCES';
  if (denied) return new KernelError({ code: 'permission', operation, path: PATH, detail: 'CAP_SYS_ADMIN is missing' });
  return new KernelError({
    code: name === 'ENOSYS' ? 'unsupported' : 'unreadable',
    operation,
    path: PATH,
    detail: name,
  });
}
