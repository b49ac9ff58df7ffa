import { FdWalk } from './FdWalk.ts';

/** What the descriptors of one process are. */
export interface ProcessFds {
  readonly pid: number;
  /** Undefined where they may not be listed. */
  readonly openFiles: number | undefined;
  /** Sockets of every family that it holds, each once. */
  readonly sockets: number;
  readonly epolls: number;
  readonly ioUrings: number;
  /** True where the links may not be read: sockets and the rest are then not known. */
  readonly refused: boolean;
}

/** Beyond so many sockets the rest have no known holder. */
const MOST_SOCKETS = 131_072;

interface Counts {
  readonly pid: number;
  openFiles: number | undefined;
  sockets: number;
  epolls: number;
  ioUrings: number;
  refused: boolean;
}

/**
 * One walk over all descriptors of all processes that keeps who holds which socket, and what kinds of descriptors each process
 * has. It can be paused after any descriptor, so that it never takes the agent's whole time, and is thrown away when it is over:
 * the next begins anew. Processes that end on the way are left out, those that begin on the way are not in it.
 */
export class ProcessCensus {
  readonly #walk: FdWalk;
  readonly #processes = new Map<number, Counts>();
  readonly #holders = new Map<number, number | number[]>();
  #current: Counts = countsOf(0, 0);
  #dropped = 0;

  constructor(procRoot: string, pids: readonly number[]) {
    this.#walk = new FdWalk(procRoot, pids);
  }

  /** Processes with at least one descriptor, or whose descriptors are hidden. */
  get processes(): ReadonlyMap<number, ProcessFds> {
    return this.#processes;
  }
  /** Processes whose descriptors may not be read. */
  get unreadable(): number {
    return this.#walk.unreadable;
  }
  /** Sockets beyond the bound. */
  get dropped(): number {
    return this.#dropped;
  }
  /** Sockets with a known holder. */
  get sockets(): number {
    return this.#holders.size;
  }

  /** Who holds a socket, in the order in which they were met, each once. */
  holdersOf(inode: number): readonly number[] {
    const holders = this.#holders.get(inode);
    if (holders === undefined) return [];
    return typeof holders === 'number' ? [holders] : holders;
  }

  /** Who holds a socket; of several the lowest number, which is usually the parent. */
  ownerOf(inode: number): number | undefined {
    const holders = this.#holders.get(inode);
    return typeof holders === 'object' ? Math.min(...holders) : holders;
  }

  /** Goes on until `pause` says so. True when every process has been seen. */
  advance(pause: () => boolean): boolean {
    return this.#walk.advance({
      pause,
      entered: (pid, descriptors) => {
        this.#current = countsOf(pid, descriptors);
        if (descriptors !== 0) this.#processes.set(pid, this.#current);
      },
      found: (inode, pid) => {
        if (this.#hold(inode, pid)) this.#current.sockets++;
      },
      anonymous: (kind) => {
        if (kind === 'eventpoll') this.#current.epolls++;
        else if (kind === 'io_uring') this.#current.ioUrings++;
      },
      refused: () => {
        this.#current.refused = true;
      },
    });
  }

  /** False for a second descriptor of the same socket. */
  #hold(inode: number, pid: number): boolean {
    const holders = this.#holders.get(inode);
    if (holders === undefined) {
      if (this.#holders.size < MOST_SOCKETS) this.#holders.set(inode, pid);
      else this.#dropped++;
      return true;
    }
    if (typeof holders === 'number') {
      if (holders === pid) return false;
      this.#holders.set(inode, [holders, pid]);
    } else {
      if (holders.at(-1) === pid) return false;
      holders.push(pid);
    }
    return true;
  }
}

function countsOf(pid: number, openFiles: number | undefined): Counts {
  return { pid, openFiles, sockets: 0, epolls: 0, ioUrings: 0, refused: false };
}
