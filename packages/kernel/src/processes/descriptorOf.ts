import { listFds, socketOfFd } from './procPid.ts';

/** The number under which a process has this socket open; undefined when it has not, or may not be looked into. */
export function descriptorOf(inode: number, pid: number, procRoot = '/proc'): string | undefined {
  const fds = listFds(procRoot, pid);
  if (fds === undefined || fds === 'refused') return undefined;
  return fds.find((fd) => socketOfFd(procRoot, pid, fd) === inode);
}
