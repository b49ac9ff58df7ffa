import { noteVanished } from '../vanished.ts';
import { listFds, parseSocketLink, REFUSED, readFdLink } from './procPid.ts';

export interface FdWalkSteps {
  /** Called for each descriptor that is a socket. */
  readonly found: (inode: number, pid: number, fd: string) => void;
  /** True when the walk should pause. Asked once a descriptor and once a process. */
  readonly pause: () => boolean;
  /** Called for each descriptor that has no file, by the kernel's name of it: `eventpoll`, `io_uring`, `eventfd`. */
  readonly anonymous?: (kind: string, pid: number) => void;
  /** Called before the descriptors of a process, with how many there are; undefined where they may not be listed. */
  readonly entered?: (pid: number, descriptors: number | undefined) => void;
  /** Called for a process whose descriptors may not be read, whether or not they may be listed. */
  readonly refused?: (pid: number) => void;
}

const ANONYMOUS = /^anon_inode:\[([a-z_0-9-]{1,32})\]$/;

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
        this.#fds = this.#descriptorsOf(pid, steps);
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
      const link = readFdLink(this.#procRoot, pid, fd);
      if (link === REFUSED) {
        this.#refuse(pid, steps);
        return true;
      }
      if (link === undefined) continue;
      const inode = parseSocketLink(link);
      if (inode !== undefined) steps.found(inode, pid, fd);
      else if (steps.anonymous !== undefined) noteAnonymous(link, pid, steps.anonymous);
    }
    return true;
  }

  #descriptorsOf(pid: number, steps: FdWalkSteps): readonly string[] {
    const fds = listFds(this.#procRoot, pid);
    if (fds === undefined) {
      noteVanished('processes');
      return [];
    }
    if (fds !== 'refused') {
      steps.entered?.(pid, fds.length);
      return fds;
    }
    steps.entered?.(pid, undefined);
    this.#refuse(pid, steps);
    return [];
  }

  #refuse(pid: number, steps: FdWalkSteps): void {
    this.#unreadable++;
    steps.refused?.(pid);
  }
}

function noteAnonymous(link: string, pid: number, note: (kind: string, pid: number) => void): void {
  const kind = ANONYMOUS.exec(link)?.[1];
  if (kind !== undefined) note(kind, pid);
}
