import { readSmallFile } from './readSmallFile.ts';

/** include/linux/sched.h */
const PF_KTHREAD = 0x0020_0000;
/** Of the fields behind the name: state, parent, group, session, terminal, its group, flags. */
const FLAGS = 6;

/**
 * Path: /proc/PID/stat, readable by everyone unless /proc is mounted with hidepid. The name, in brackets, may hold brackets and blanks
 * itself: fields are counted behind the last one.
 *
 * Kernel: https://github.com/torvalds/linux/blob/v6.18/fs/proc/array.c (do_task_stat)
 */
export function parseIsKernelThread(stat: string): boolean {
  const flags = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[FLAGS]);
  return Number.isSafeInteger(flags) && (flags & PF_KTHREAD) !== 0;
}

/** False too where it is gone, or hidden from this user. */
export function isKernelThread(procRoot: string, pid: number): boolean {
  const text = readSmallFile(`${procRoot}/${pid}/stat`);
  return typeof text === 'string' && parseIsKernelThread(text);
}
