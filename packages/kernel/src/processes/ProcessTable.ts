import { toKernelError } from '../KernelError.ts';
import { FdWalk } from './FdWalk.ts';
import { listPids, readComm, socketOfFd } from './procPid.ts';

export interface SocketOwner {
  readonly pid: number;
  /** /proc/PID/comm. */
  readonly name: string;
  /** A descriptor of the process that was the socket when it was last looked at. */
  readonly fd: string;
}

export interface ProcessSearch {
  /** False when the budget ended the search: call again to go on with it. */
  readonly complete: boolean;
  /** Wanted inodes that have no known process now. */
  readonly unresolved: number;
  /** Processes whose descriptors may not be read, in the last walk over all of them; undefined before the first. */
  readonly unreadableProcesses: number | undefined;
}

interface Entry extends SocketOwner {
  walk: number;
  checkedAt: number;
}

const CHECK_EVERY_MS = 5000;
const CHECKS_PER_CALL = 32;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60_000;
/** About 100 bytes each. Those that were asked for are kept beyond that. */
const MOST_ENTRIES = 16_384;
/** A process seen for the first time this lately may still be opening its sockets. */
const YOUNG_MS = 10_000;
/** Of a search's time, what young processes may take. */
const YOUNG_SHARE = 0.75;

/**
 * Which process holds a socket, by the links in /proc/PID/fd. Of several that share one, the lowest process number.
 *
 * Every socket met on the way is remembered, so that a later question usually costs a look-up. A socket that is asked for the
 * first time is looked for in young processes before all others: a walk over every descriptor of a busy host takes many calls. An
 * answer is checked again every few seconds, because descriptors are inherited, passed and closed. What no process holds (a socket of the kernel, of a process
 * that may not be read, or outside this PID namespace) is searched for again ever more rarely.
 */
export class ProcessTable {
  readonly #procRoot: string;
  readonly #now: () => number;
  readonly #firstBudgetMs: number;
  readonly #entries = new Map<number, Entry>();
  readonly #retries = new Map<number, { at: number; delayMs: number }>();
  #walk: FdWalk | undefined;
  /** Over young processes only, for sockets that were not asked for before. */
  #youngWalk: FdWalk | undefined;
  /** Sockets have been asked for that the running one may have missed. */
  #youngDue = false;
  /** What the running walk was begun for: only these may be given up at its end. */
  #sought = new Set<number>();
  #walkNumber = 0;
  /** The name of each process that the running walks have met: read once, and one string for all its sockets. */
  readonly #names = new Map<number, string>();
  /** What was wanted last. */
  #asked: ReadonlySet<number> = new Set();
  /** When each process was first seen; long ago for those of the first look. */
  #firstSeen: ReadonlyMap<number, number> = new Map();
  #unreadable: number | undefined;

  /** A search takes up to `firstBudgetMs` until every process has been seen once: before that next to no socket has a name. */
  constructor(
    options: { readonly procRoot?: string; readonly now?: () => number; readonly firstBudgetMs?: number } = {},
  ) {
    this.#firstBudgetMs = options.firstBudgetMs ?? 0;
    this.#procRoot = options.procRoot ?? '/proc';
    this.#now = options.now ?? (() => performance.now());
  }

  ownerOf(inode: number): SocketOwner | undefined {
    return this.#entries.get(inode);
  }

  /** Whether a search may yet find the process of a socket: no walk over all processes has ended without it. */
  isSought(inode: number): boolean {
    return inode !== 0 && !this.#entries.has(inode) && !this.#retries.has(inode);
  }

  /** Looks for the processes of these sockets for at most about `usualBudgetMs`. Fails with a KernelError where /proc is not there. */
  search(wanted: ReadonlySet<number>, usualBudgetMs: number): ProcessSearch {
    const start = this.#now();
    const budgetMs = this.#unreadable === undefined ? Math.max(usualBudgetMs, this.#firstBudgetMs) : usualBudgetMs;
    const outOfTime = () => this.#now() - start >= budgetMs;
    this.#check(wanted, start);
    const missing = new Set<number>();
    let waiting = 0;
    for (const inode of wanted) {
      if (inode === 0 || this.#entries.has(inode)) continue;
      if (start >= (this.#retries.get(inode)?.at ?? Number.NEGATIVE_INFINITY)) missing.add(inode);
      else waiting++;
    }
    const fresh = Array.from(missing).some((inode) => !this.#asked.has(inode));
    this.#asked = wanted;
    // A walk under way is not begun anew, or a program that opens sockets all the time would hide those behind it.
    this.#youngDue ||= fresh || this.#firstSeen.size === 0;
    if (this.#youngDue && this.#youngWalk === undefined) {
      this.#youngDue = false;
      this.#youngWalk = this.#beginYoung();
    }
    // Where processes begin all the time, young ones would else leave no time for any other.
    const outOfShare = () => this.#now() - start >= budgetMs * YOUNG_SHARE;
    if (this.#youngWalk && this.#follow(this.#youngWalk, missing, outOfShare)) this.#youngWalk = undefined;
    const complete = missing.size === 0 || this.#advance(wanted, missing, outOfTime);
    return { complete, unresolved: waiting + missing.size, unreadableProcesses: this.#unreadable };
  }

  /** Takes what it finds out of `missing`. */
  #advance(wanted: ReadonlySet<number>, missing: Set<number>, outOfTime: () => boolean): boolean {
    this.#walk ??= this.#begin(missing);
    const ended = this.#follow(this.#walk, missing, outOfTime);
    if (ended) this.#finish(this.#walk, wanted, missing);
    return missing.size === 0 || ended;
  }

  #follow(walk: FdWalk, missing: Set<number>, outOfTime: () => boolean): boolean {
    return walk.advance({
      pause: () => missing.size === 0 || outOfTime(),
      found: (inode, pid, fd) => {
        if (this.#remember(inode, pid, fd)) missing.delete(inode);
      },
    });
  }

  /** Known holders of sockets come first, then the newest. */
  #begin(missing: ReadonlySet<number>): FdWalk {
    this.#walkNumber++;
    this.#names.clear();
    this.#sought = new Set(missing);
    const likely = new Set(Array.from(this.#entries.values(), (entry) => entry.pid));
    const rank = (pid: number) => (likely.has(pid) ? 1 : 0);
    return new FdWalk(
      this.#procRoot,
      this.#pids().toSorted((a, b) => rank(b) - rank(a) || b - a),
    );
  }

  #beginYoung(): FdWalk {
    const now = this.#now();
    this.#names.clear();
    const otherwise = this.#firstSeen.size === 0 ? Number.NEGATIVE_INFINITY : now;
    const seen = new Map(this.#pids().map((pid) => [pid, this.#firstSeen.get(pid) ?? otherwise] as const));
    this.#firstSeen = seen;
    const young = Array.from(seen).flatMap(([pid, at]) => (now - at < YOUNG_MS ? pid : []));
    return new FdWalk(
      this.#procRoot,
      young.toSorted((a, b) => b - a),
    );
  }

  #pids(): readonly number[] {
    try {
      return listPids(this.#procRoot);
    } catch (cause) {
      throw toKernelError(cause, 'read', this.#procRoot);
    }
  }

  #remember(inode: number, pid: number, fd: string): boolean {
    const before = this.#entries.get(inode);
    if (before?.walk === this.#walkNumber && before.pid <= pid) return true;
    const name = before?.pid === pid ? before.name : this.#nameOf(pid);
    if (name === undefined) return false;
    this.#entries.set(inode, { pid, name, fd, walk: this.#walkNumber, checkedAt: Math.round(this.#now()) });
    this.#retries.delete(inode);
    return true;
  }

  #nameOf(pid: number): string | undefined {
    const name = this.#names.get(pid) ?? readComm(this.#procRoot, pid);
    if (name !== undefined) this.#names.set(pid, name);
    return name;
  }

  #finish(walk: FdWalk, wanted: ReadonlySet<number>, missing: ReadonlySet<number>): void {
    this.#walk = undefined;
    this.#unreadable = walk.unreadable;
    for (const [inode, entry] of this.#entries) if (entry.walk !== this.#walkNumber) this.#entries.delete(inode);
    for (const inode of this.#retries.keys()) if (!wanted.has(inode)) this.#retries.delete(inode);
    for (const inode of missing) {
      if (!this.#sought.has(inode)) continue;
      const delayMs = Math.min((this.#retries.get(inode)?.delayMs ?? FIRST_RETRY_MS / 2) * 2, LAST_RETRY_MS);
      this.#retries.set(inode, { at: this.#now() + delayMs, delayMs });
    }
  }

  #check(wanted: ReadonlySet<number>, now: number): void {
    if (this.#entries.size > MOST_ENTRIES) {
      for (const inode of this.#entries.keys()) if (!wanted.has(inode)) this.#entries.delete(inode);
    }
    let checks = 0;
    for (const inode of wanted) {
      const entry = this.#entries.get(inode);
      if (entry === undefined || now - entry.checkedAt < CHECK_EVERY_MS) continue;
      if (checks++ === CHECKS_PER_CALL) return;
      const name =
        socketOfFd(this.#procRoot, entry.pid, entry.fd) === inode ? readComm(this.#procRoot, entry.pid) : undefined;
      this.#entries.delete(inode);
      if (name !== undefined) this.#entries.set(inode, { ...entry, name, checkedAt: now });
    }
  }
}
