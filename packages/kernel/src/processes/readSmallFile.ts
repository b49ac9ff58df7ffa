import { closeSync, openSync, readSync } from 'node:fs';
import { REFUSED } from './procPid.ts';

/** Files of one process are short; what does not fit is nothing that a process has by itself. */
const MOST_BYTES = 16 * 1024;
const buffer = Buffer.alloc(MOST_BYTES);

/**
 * A short file of /proc/PID in one read, which the kernel answers from one moment. REFUSED without the privilege, undefined when
 * the process is gone or this kernel has no such file.
 */
export function readSmallFile(path: string): string | typeof REFUSED | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    return buffer.toString('latin1', 0, readSync(fd, buffer, 0, MOST_BYTES, 0));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    return code === 'EACCES' || code === 'EPERM' ? REFUSED : undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
