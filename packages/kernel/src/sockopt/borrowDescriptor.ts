import { errnoName } from '../errnoName.ts';
import { KernelError, type KernelErrorCode } from '../KernelError.ts';
import { close, errno, syscall } from '../libc.ts';

const SYS_PIDFD_OPEN = 434;
const SYS_PIDFD_GETFD = 438;

const CODES: Readonly<Record<string, KernelErrorCode>> = {
  EPERM: 'permission',
  EACCES: 'permission',
  ENOSYS: 'unsupported',
  ESRCH: 'vanished',
  EBADF: 'vanished',
};

/**
 * Lends `use` a copy of another process's descriptor and closes it before returning, whatever happens. The two are one open file: what is
 * set on the copy is set on both, so only read. What the number stands for may have changed since it was looked up: check it first.
 *
 * Since 5.6 (pidfd_getfd); `unsupported` before. `permission` without CAP_SYS_PTRACE, except for processes of the same user where nothing like
 * Yama forbids it; `vanished` where process or descriptor are gone. Takes some 10 µs.
 *
 * If the process closes its own descriptor in that time, ours is the last one, and closing it does what the process asked for: a
 * socket with SO_LINGER would keep us waiting for what it still has to send.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/kernel/pid.c?h=v6.18
 */
export function borrowDescriptor<T>(
  { pid, fd }: { readonly pid: number; readonly fd: number },
  use: (fd: number) => T,
): T {
  const path = `/proc/${pid}/fd/${fd}`;
  const pidfd = check(syscall(SYS_PIDFD_OPEN, pid, 0, 0), 'pidfd_open', path);
  try {
    const borrowed = check(syscall(SYS_PIDFD_GETFD, pidfd, fd, 0), 'pidfd_getfd', path);
    try {
      return use(borrowed);
    } finally {
      close(borrowed);
    }
  } finally {
    close(pidfd);
  }
}

function check(result: number, operation: string, path: string): number {
  if (result >= 0) return result;
  const detail = errnoName(errno());
  throw new KernelError({ code: CODES[detail] ?? 'unreadable', operation, path, detail });
}
