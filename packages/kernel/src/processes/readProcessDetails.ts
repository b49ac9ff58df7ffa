import type { ProcessDetails, ProcessPlace } from '../processRows.ts';
import { parseCgroup } from './cgroupPlace.ts';
import { parseOpenFilesLimit } from './openFilesLimit.ts';
import { parseProcessStatus } from './processStatus.ts';
import { readComm } from './procPid.ts';
import { readSmallFile } from './readSmallFile.ts';
import { readThreadWaits } from './threadWaits.ts';

const NO_PLACE: ProcessPlace = {};

export interface ProcessDetailsOptions {
  readonly procRoot?: string;
  /** Of a process with more threads so many are looked at. */
  readonly mostThreads?: number;
}

/** What several files of /proc/PID say of a process; undefined when it is gone, or hidden from this user. */
export function readProcessDetails(pid: number, options: ProcessDetailsOptions = {}): ProcessDetails | undefined {
  const { procRoot = '/proc', mostThreads = 16 } = options;
  const name = readComm(procRoot, pid);
  if (name === undefined) return undefined;
  const folder = `${procRoot}/${pid}`;
  const status = parsed(`${folder}/status`, parseProcessStatus);
  return {
    pid,
    name,
    parentPid: status?.parentPid,
    effectiveUid: status?.effectiveUid,
    threads: status?.threads,
    openFilesLimit: readOpenFilesLimit(procRoot, pid),
    place: parsed(`${folder}/cgroup`, parseCgroup) ?? NO_PLACE,
    waits: readThreadWaits(pid, { procRoot, mostThreads }),
  };
}

/** The process that started it, or that took it over; undefined where it is gone or hidden from this user. */
export function readParentPid(pid: number, procRoot = '/proc'): number | undefined {
  return parsed(`${procRoot}/${pid}/status`, parseProcessStatus)?.parentPid;
}

/** Undefined where the process is gone, or hidden from this user, or has no limit. */
export function readOpenFilesLimit(procRoot: string, pid: number): number | undefined {
  return parsed(`${procRoot}/${pid}/limits`, parseOpenFilesLimit);
}

/** A process that ends while its file is read leaves half a text: that is as good as none. */
function parsed<T>(path: string, parse: (text: string) => T): T | undefined {
  const text = readSmallFile(path);
  if (typeof text !== 'string') return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
