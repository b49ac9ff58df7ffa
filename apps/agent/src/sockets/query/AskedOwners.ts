import type { SocketOwners } from '../SocketDumper.ts';

/** Whoever looks at an answer asks again sooner. */
const ASKED_MS = 10_000;
const BUDGET_MS = 12;
/** Of the first question that cannot be answered without: those after it go on where it ended. */
const NEEDED_BUDGET_MS = 150;
const MOST_INODES = 4096;

/**
 * The sockets that answers are about, whose processes are looked for by dumps too: a search that is for others each time would begin
 * anew each time.
 */
export class AskedOwners {
  readonly #owners: SocketOwners;
  #inodes: Set<number> = new Set();
  #askedMs = Number.NEGATIVE_INFINITY;
  #neededMs = Number.NEGATIVE_INFINITY;

  constructor(owners: SocketOwners) {
    this.#owners = owners;
  }

  /** Those asked about lately. */
  inodes(monoMs: number): ReadonlySet<number> {
    if (monoMs - this.#askedMs >= ASKED_MS) this.#inodes = new Set();
    return this.#inodes;
  }

  /** Looks for the processes that are not known yet, each time for a moment. Without /proc there are no names, but there are sockets. */
  find(inodes: Iterable<number>, monoMs: number, use: 'shown' | 'needed' = 'shown'): void {
    const before = this.inodes(monoMs);
    const isFirst = use === 'needed' && monoMs - this.#neededMs >= ASKED_MS;
    if (use === 'needed') this.#neededMs = monoMs;
    const asked = new Set(inodes);
    const isMissing = Array.from(asked).some((inode) => inode !== 0 && this.#owners.ownerOf(inode) === undefined);
    if (asked.size + before.size <= MOST_INODES) for (const inode of before) asked.add(inode);
    this.#inodes = asked;
    this.#askedMs = monoMs;
    if (!isMissing) return;
    try {
      this.#owners.search(asked, isFirst ? NEEDED_BUDGET_MS : BUDGET_MS);
    } catch {
      // The process table says why in its own error; rows simply have no process.
    }
  }
}
