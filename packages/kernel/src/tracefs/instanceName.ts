import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** The process that made an instance: by the number it has in its PID namespace, and when it was started, so that a number used again is another process. */
export interface InstanceOwner {
  readonly pidNamespace: string;
  readonly pid: number;
  /** Field 22 of /proc/PID/stat: clock ticks since boot. */
  readonly startTime: string;
}

const NAME = /^netstrata-(\d{1,10})-([1-9]\d{0,9})-(\d{1,20})$/;

export function instanceName({ pidNamespace, pid, startTime }: InstanceOwner): string {
  return `netstrata-${pidNamespace}-${pid}-${startTime}`;
}

/** Undefined for a name that no agent gave. */
export function ownerOf(name: string): InstanceOwner | undefined {
  const [, pidNamespace, pid, startTime] = NAME.exec(name) ?? [];
  if (pidNamespace === undefined || pid === undefined || startTime === undefined) return undefined;
  return { pidNamespace, pid: Number(pid), startTime };
}

/** Fails with what node:fs throws, or with an Error when /proc does not tell. */
export function thisProcess(procRoot: string): InstanceOwner {
  const pidNamespace = /^pid:\[(\d+)\]$/.exec(readlinkSync(join(procRoot, 'self/ns/pid')))?.[1];
  const stat = readFileSync(join(procRoot, 'self/stat'), 'latin1');
  const startTime = startTimeIn(stat);
  if (pidNamespace === undefined || startTime === undefined) throw new Error(`${procRoot}/self tells no start time`);
  return { pidNamespace, pid: Number.parseInt(stat, 10), startTime };
}

/** Whether the owner still runs. Asked of a process of this PID namespace only: no other is visible here. */
export function isRunning(procRoot: string, { pid, startTime }: InstanceOwner): boolean {
  try {
    return startTimeIn(readFileSync(join(procRoot, String(pid), 'stat'), 'latin1')) === startTime;
  } catch {
    return false;
  }
}

/** The name in the second field may hold spaces and brackets: count from its end. */
function startTimeIn(stat: string): string | undefined {
  const word = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return word !== undefined && /^\d{1,20}$/.test(word) ? word : undefined;
}
