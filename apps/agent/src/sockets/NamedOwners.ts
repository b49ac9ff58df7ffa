import type { SocketOwner } from '@netstrata/kernel';
import type { Clock } from '../clock/Clock.ts';
import type { SocketOwners } from './SocketDumper.ts';

export interface NamedOwnersParts {
  /** ProcessTable is the real one. */
  readonly table: Omit<SocketOwners, 'ownerOf'> & { readonly ownerOf: (inode: number) => SocketOwner | undefined };
  /** ScriptNames is the real one. */
  readonly scripts: {
    readonly of: (process: SocketOwner) => string | undefined;
    readonly learn: (processes: readonly SocketOwner[]) => Promise<void>;
  };
  readonly clock: Pick<Clock, 'monoMs'>;
}

/** Scripts of processes that no table has named for so long are forgotten. */
const KEPT_MS = 60_000;

/** Who holds sockets, with the script where it is an interpreter: ten programs may all be called node. */
export class NamedOwners implements SocketOwners {
  readonly #parts: NamedOwnersParts;
  readonly #named = new WeakMap<SocketOwner, SocketOwner & { readonly script: string }>();
  readonly #lately = new Map<number, { readonly owner: SocketOwner; readonly atMs: number }>();

  constructor(parts: NamedOwnersParts) {
    this.#parts = parts;
  }

  readonly isSought = (inode: number): boolean => this.#parts.table.isSought(inode);

  readonly ownerOf = (inode: number): (SocketOwner & { readonly script?: string }) | undefined => {
    const { table, scripts } = this.#parts;
    const owner = table.ownerOf(inode);
    if (owner === undefined) return undefined;
    const known = this.#named.get(owner);
    if (known !== undefined) return known;
    const script = scripts.of(owner);
    if (script === undefined) return owner;
    const named = { ...owner, script };
    this.#named.set(owner, named);
    return named;
  };

  /** As that of the table; scripts of what it finds are there some milliseconds later. */
  readonly search = (wanted: ReadonlySet<number>, budgetMs: number): unknown => {
    const { table, scripts, clock } = this.#parts;
    const found = table.search(wanted, budgetMs);
    const nowMs = clock.monoMs();
    for (const inode of wanted) {
      const owner = table.ownerOf(inode);
      if (owner !== undefined) this.#lately.set(owner.pid, { owner, atMs: nowMs });
    }
    for (const [pid, { atMs }] of this.#lately) if (nowMs - atMs > KEPT_MS) this.#lately.delete(pid);
    void scripts.learn(Array.from(this.#lately.values(), ({ owner }) => owner));
    return found;
  };
}
