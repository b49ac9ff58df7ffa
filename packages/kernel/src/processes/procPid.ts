import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

const SOCKET_LINK = /^socket:\[(\d{1,10})\]$/;
const PID = /^[1-9]\d{0,9}$/;

/** The socket's inode number in a link such as `socket:[21093]`; undefined for every other kind of file. */
export function parseSocketLink(link: string): number | undefined {
  const digits = SOCKET_LINK.exec(link)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function parsePid(entry: string): number | undefined {
  return PID.test(entry) ? Number(entry) : undefined;
}

/** The process numbers this process can see. Fails with what node:fs throws. */
export function listPids(procRoot: string): number[] {
  return readdirSync(procRoot).flatMap((entry) => parsePid(entry) ?? []);
}

/** Open descriptors of a process, `refused` without the privilege, undefined when it is gone. */
export function listFds(procRoot: string, pid: number): string[] | 'refused' | undefined {
  try {
    return readdirSync(join(procRoot, String(pid), 'fd'));
  } catch (cause) {
    return isRefusal(cause) ? 'refused' : undefined;
  }
}

/** What the kernel answers in place of a link that this user may not read. */
export const REFUSED = Symbol('refused');

/** The link of a descriptor, such as `socket:[21093]` or a path; REFUSED without the privilege, undefined when it is gone. */
export function readFdLink(procRoot: string, pid: number, fd: string): string | typeof REFUSED | undefined {
  try {
    return readlinkSync(`${procRoot}/${pid}/fd/${fd}`);
  } catch (cause) {
    return isRefusal(cause) ? REFUSED : undefined;
  }
}

/** The inode behind a descriptor, `refused` without the privilege, undefined for no socket and when it is gone. */
export function socketOfFd(procRoot: string, pid: number, fd: string): number | 'refused' | undefined {
  const link = readFdLink(procRoot, pid, fd);
  if (link === REFUSED) return 'refused';
  return link === undefined ? undefined : parseSocketLink(link);
}

/** What Node, from 23 on, calls the thread that runs a program: a name of no use to tell programs apart. */
const NAMELESS = 'MainThread';

/**
 * The name of a process, as `ps -o comm` and `ss -p` show it: at most 15 bytes; undefined when it is gone. Where a runtime
 * has named its first thread instead of its program, the name of the executable.
 */
export function readComm(procRoot: string, pid: number): string | undefined {
  try {
    const name = readFileSync(join(procRoot, String(pid), 'comm'), 'utf8').replace(/\n$/, '');
    return name === NAMELESS ? readExecutable(procRoot, pid, name) : name;
  } catch {
    return undefined;
  }
}

function readExecutable(procRoot: string, pid: number, fallback: string): string {
  try {
    return basename(readlinkSync(join(procRoot, String(pid), 'exe'))).replace(/ \(deleted\)$/, '');
  } catch {
    return fallback;
  }
}

function isRefusal(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'EACCES' || cause.code === 'EPERM');
}
