import { readlinkSync, statSync } from 'node:fs';
import { REFUSED } from '../processes/procPid.ts';

const LINK = /^net:\[(\d{1,10})\]$/;

/** The inode number in a link such as `net:[4026531840]`; undefined for anything else. */
export function parseNamespaceLink(link: string): number | undefined {
  const digits = LINK.exec(link)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * The network namespace of a process, or of `self`: /proc/PID/ns/net. REFUSED without the privilege (CAP_SYS_PTRACE for processes
 * of other users), undefined when the process is gone or a zombie.
 */
export function namespaceOf(procRoot: string, pid: number | 'self'): number | typeof REFUSED | undefined {
  try {
    return parseNamespaceLink(readlinkSync(`${procRoot}/${pid}/ns/net`));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    return code === 'EACCES' || code === 'EPERM' ? REFUSED : undefined;
  }
}

/** The device number of the file system that namespaces are files of; undefined where it cannot be told. */
export function nsfsDevice(procRoot: string): number | undefined {
  try {
    return statSync(`${procRoot}/self/ns/net`).dev;
  } catch {
    return undefined;
  }
}
