import { listFds, socketOfFd } from './procPid.ts';

export interface FdWalkSteps {
  /** Called for each descriptor that is a socket. */
  readonly found: (inode: number, pid: number, fd: string) => void;
  /** True when the walk should pause. Asked once a descriptor and once a process. */
  readonly pause: () => boolean;
}

/** One walk over the descriptors of some processes that can be paused after any descriptor and goes on from there. */
export class FdWalk {
  readonly #procRoot: string;
  readonly #pids: readonly number[];
  #at = 0;
  #fds: readonly string[] | undefined;
  #fdAt = 0;
  #unreadable = 0;

  /** In the order of `pids`. */
  constructor(procRoot: string, pids: readonly number[]) {
    this.#procRoot = procRoot;
    this.#pids = pids;
  }

  /** Processes met so far whose descriptors the kernel did not let us read. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** True when every process has been seen. */
  advance(steps: FdWalkSteps): boolean {
    for (; this.#at < this.#pids.length; this.#at++) {
      const pid = this.#pids[this.#at] ?? 0;
      if (this.#fds === undefined) {
        if (steps.pause()) return false;
        this.#fds = this.#descriptorsOf(pid);
        this.#fdAt = 0;
      }
      if (!this.#advanceInside(pid, this.#fds, steps)) return false;
      this.#fds = undefined;
    }
    return true;
  }

  #advanceInside(pid: number, fds: readonly string[], steps: FdWalkSteps): boolean {
    for (; this.#fdAt < fds.length; this.#fdAt++) {
      if (steps.pause()) return false;
      const fd = fds[this.#fdAt] ?? '';
      const inode = socketOfFd(this.#procRoot, pid, fd);
      if (inode === 'refused') {
        this.#unreadable++;
        return true;
      }
      if (inode !== undefined) steps.found(inode, pid, fd);
    }
    return true;
  }

  #descriptorsOf(pid: number): readonly string[] {
    const fds = listFds(this.#procRoot, pid);
    if (fds !== 'refused') return fds ?? [];
    this.#unreadable++;
    return [];
  }
}
