import { readFileSync } from 'node:fs';

const NAME = /^netstrata-lab-(\d+)-(\d+)-/;

/** Field 22 of /proc/PID/stat: a process id used again has another start, so that both name one process for good. */
const startOf = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
};

/** What the names of all namespaces of this process begin with. */
export const namespacePrefix = (): string => `netstrata-lab-${process.pid}-${startOf(process.pid) ?? 0}-`;

/** Whether a name is one of the lab's and the process that made it is gone. */
export const isOrphan = (name: string): boolean => {
  const [, pid, start] = NAME.exec(name) ?? [];
  return pid !== undefined && startOf(Number(pid)) !== start;
};
