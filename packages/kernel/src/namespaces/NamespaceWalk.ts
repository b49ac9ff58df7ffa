import { REFUSED } from '../processes/procPid.ts';
import { namespaceOf } from './nsfs.ts';

export interface NamespaceWalkSteps {
  /** Called for each process whose namespace is known. */
  readonly found: (pid: number, inode: number) => void;
  /** Called for each process that is gone, a zombie, or may not be looked at. */
  readonly lost: (pid: number) => void;
  /** True when the walk should pause. Asked once a process. */
  readonly pause: () => boolean;
}

/** One walk over the network namespaces of some processes that can be paused after any process and goes on from there. */
export class NamespaceWalk {
  readonly #procRoot: string;
  readonly #pids: readonly number[];
  #at = 0;
  #unreadable = 0;

  /** In the order of `pids`. */
  constructor(procRoot: string, pids: readonly number[]) {
    this.#procRoot = procRoot;
    this.#pids = pids;
  }

  /** Processes met so far that the kernel did not let us look at. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** True when every process has been seen. */
  advance({ found, lost, pause }: NamespaceWalkSteps): boolean {
    for (; this.#at < this.#pids.length; this.#at++) {
      if (pause()) return false;
      const pid = this.#pids[this.#at] ?? 0;
      const inode = namespaceOf(this.#procRoot, pid);
      if (typeof inode === 'number') {
        found(pid, inode);
        continue;
      }
      if (inode === REFUSED) this.#unreadable++;
      lost(pid);
    }
    return true;
  }
}
