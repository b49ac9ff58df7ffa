import { readdirSync, readFileSync } from 'node:fs';
import { checked, libc } from '../libc/libc.ts';

/** CPU clocks of a process have numbers made from its id; this kind counts all its threads, dead ones too. */
const CPUCLOCK_SCHED = 2;
const RUSAGE_CHILDREN = -1;

/**
 * CPU time of a process and all its threads in milliseconds: user and system, the sum of utime and stime of
 * /proc/PID/stat, but in nanoseconds where that file counts hundredths of a second.
 * @throws LibcError EINVAL when there is no such process
 */
export const cpuMsOf = (pid: number): number => {
  const timespec = Buffer.alloc(16);
  checked(`CPU clock of process ${pid}`, libc.clock_gettime((~pid << 3) | CPUCLOCK_SCHED, timespec));
  return Number(timespec.readBigInt64LE(0)) * 1000 + Number(timespec.readBigInt64LE(8)) / 1e6;
};

/** CPU time in milliseconds of all children of this process that have ended. */
export const cpuMsOfEndedChildren = (): number => {
  const usage = Buffer.alloc(256);
  checked('getrusage', libc.getrusage(RUSAGE_CHILDREN, usage));
  const ms = (at: number): number =>
    Number(usage.readBigInt64LE(at)) * 1000 + Number(usage.readBigInt64LE(at + 8)) / 1000;
  return ms(0) + ms(16);
};

/** Resident memory in MB (10^6 bytes); undefined when there is no such process, or it has ended. */
export const rssMbOf = (pid: number): number | undefined => {
  try {
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kib === undefined ? undefined : (Number(kib) * 1024) / 1e6;
  } catch {
    return undefined;
  }
};

const parentOf = (pid: number): number | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
};

/** A process and all that it started and that is still there, in any order. */
export const treeOf = (root: number): readonly number[] => {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? parentOf(pid) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
};
