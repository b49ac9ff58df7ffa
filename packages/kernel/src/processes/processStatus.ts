import { malformed } from '../text/lines.ts';
import { parseUnsigned } from '../text/numbers.ts';

/** What /proc/PID/status says about a process, as far as it is shown. */
export interface ProcessStatus {
  readonly parentPid: number;
  /** Whose rights it has, as `ps -o user` shows it. */
  readonly effectiveUid: number;
  readonly threads: number;
}

const PATH = '/proc/PID/status';

/**
 * Path: /proc/PID/status; readable by everyone unless /proc is mounted with hidepid. The process name in its first line is escaped
 * (`\n`), so it cannot pass for another line.
 *
 * Versions: the three lines are as old as any kernel this product meets. Numbers are those of the reader's own PID and user
 * namespace; a parent outside it is 0.
 *
 * Kernel: https://github.com/torvalds/linux/blob/v6.18/fs/proc/array.c#L145
 */
export function parseProcessStatus(text: string): ProcessStatus {
  return {
    parentPid: parseUnsigned(PATH, lineOf(text, /^PPid:\t([^\n]*)\n/m)),
    effectiveUid: parseUnsigned(PATH, lineOf(text, /^Uid:\t[^\t\n]*\t([^\t\n]*)\t[^\n]*\n/m)),
    threads: parseUnsigned(PATH, lineOf(text, /^Threads:\t([^\n]*)\n/m)),
  };
}

function lineOf(text: string, line: RegExp): string {
  const value = line.exec(text)?.[1];
  if (value === undefined) throw malformed(PATH, `no line ${line.source.slice(1, line.source.indexOf(':'))}`);
  return value;
}
