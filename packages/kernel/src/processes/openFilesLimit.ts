import { malformed } from '../text/lines.ts';
import { parseUnsigned } from '../text/numbers.ts';

const PATH = '/proc/PID/limits';
const LINE = /^Max open files +([^ \n]+) +[^ \n]+ +files *\n/m;

/**
 * The soft RLIMIT_NOFILE: one above the highest descriptor that a process may get. At it, open(), socket() and accept() fail with
 * EMFILE. Undefined for `unlimited`, which the kernel prints but does not let anybody set.
 *
 * Path: /proc/PID/limits, since 2.6.24; readable by everyone unless /proc is mounted with hidepid.
 * Kernel: https://github.com/torvalds/linux/blob/v6.18/fs/proc/base.c#L636
 */
export function parseOpenFilesLimit(text: string): number | undefined {
  const soft = LINE.exec(text)?.[1];
  if (soft === undefined) throw malformed(PATH, 'no line "Max open files"');
  return soft === 'unlimited' ? undefined : parseUnsigned(PATH, soft);
}
