import { statSync } from 'node:fs';
import { noteVanished } from '../vanished.ts';
import { listFds } from './procPid.ts';
import { readOpenFilesLimit } from './readProcessDetails.ts';

/** The open files of one process against its limit. */
export interface OpenFilesRow {
  readonly pid: number;
  /** Undefined where they may not be counted. */
  readonly openFiles: number | undefined;
  /** Soft RLIMIT_NOFILE; undefined where it may not be read. */
  readonly limit: number | undefined;
}

/** What it asks of /proc; `folderOf` gives undefined for a process that is gone or hidden. */
export interface OpenFilesCalls {
  readonly folderOf: (pid: number | 'self') => { readonly size: number; readonly inode: number } | undefined;
  readonly listFds: (pid: number) => readonly string[] | 'refused' | undefined;
  readonly limitOf: (pid: number) => number | undefined;
}

interface KnownLimit {
  readonly inode: number;
  readonly limit: number | undefined;
}

/** A limit is read again after so many passes: prlimit() may have changed it. */
const LIMIT_PASSES = 10;

/**
 * Counts the open files of all processes, without a look at what they are, and needs no privilege for it: the size of the folder
 * /proc/PID/fd is the number of descriptors, since 6.2. Before, the folder is listed, which needs the privilege that reading its
 * links needs. Limits are remembered for as long as the folder stays the same inode: another process of that number has another.
 * Kernel: https://github.com/torvalds/linux/blob/v6.18/fs/proc/fd.c#L344
 */
export class OpenFilesScan {
  readonly #calls: OpenFilesCalls;
  #limits = new Map<number, KnownLimit>();
  #before = new Map<number, KnownLimit>();
  #hasSizes: boolean | undefined;
  #pids: readonly number[] = [];
  #at = 0;
  #pass = 0;

  constructor(calls: OpenFilesCalls = callsOf('/proc')) {
    this.#calls = calls;
  }

  begin(pids: readonly number[]): void {
    [this.#before, this.#limits] = [this.#limits, new Map()];
    this.#pids = pids;
    this.#at = 0;
    this.#pass++;
    this.#hasSizes ??= (this.#calls.folderOf('self')?.size ?? 0) > 0;
  }

  /** Processes without descriptors, such as the kernel's own threads, are left out. True when every process has been seen. */
  advance(visit: (row: OpenFilesRow) => void, pause: () => boolean): boolean {
    for (; this.#at < this.#pids.length; this.#at++) {
      if (pause()) return false;
      const pid = this.#pids[this.#at] ?? 0;
      const folder = this.#calls.folderOf(pid);
      if (folder === undefined) {
        noteVanished('processes');
        continue;
      }
      const openFiles = this.#hasSizes ? folder.size : this.#listed(pid);
      if (openFiles !== 0) visit({ pid, openFiles, limit: this.#limitOf(pid, folder.inode) });
    }
    return true;
  }

  #listed(pid: number): number | undefined {
    const fds = this.#calls.listFds(pid);
    return fds === 'refused' ? undefined : (fds?.length ?? 0);
  }

  #limitOf(pid: number, inode: number): number | undefined {
    const before = this.#before.get(pid);
    // Each process is due at another pass.
    const isDue = (this.#pass + pid) % LIMIT_PASSES === 0;
    const known =
      before === undefined || before.inode !== inode || isDue ? { inode, limit: this.#calls.limitOf(pid) } : before;
    this.#limits.set(pid, known);
    return known.limit;
  }
}

function callsOf(procRoot: string): OpenFilesCalls {
  return {
    folderOf: (pid) => {
      try {
        const stat = statSync(`${procRoot}/${pid}/fd`, { throwIfNoEntry: false });
        return stat === undefined ? undefined : { size: stat.size, inode: stat.ino };
      } catch {
        return undefined;
      }
    },
    listFds: (pid) => listFds(procRoot, pid),
    limitOf: (pid) => readOpenFilesLimit(procRoot, pid),
  };
}
