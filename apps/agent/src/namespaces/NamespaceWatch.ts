import type { KernelError } from '@netstrata/kernel';
import type { NamespaceCounters, NetworkNamespace } from '@netstrata/kernel/types';
import type { NetnsRow, NetnsSummaryRow } from '@netstrata/metrics';
import { chooseNamespaces } from './chooseNamespaces.ts';

/** What finds namespaces; NamespaceTable is the real one. */
export interface FoundNamespaces {
  readonly namespaces: readonly NetworkNamespace[];
  readonly complete: boolean;
  readonly unreadableProcesses: number;
  search(budgetMs: number, everyMs: number): void;
}

/** What reads them; NamespaceReader is the real one. */
export interface ReadableNamespaces {
  counters(namespace: NetworkNamespace): NamespaceCounters;
  sockets(namespace: NetworkNamespace): number | undefined;
}

export interface NamespaceWatchParts {
  readonly table: FoundNamespaces;
  readonly reader: ReadableNamespaces;
  readonly tickMs: number;
  /** Milliseconds, for measuring what a step takes. */
  readonly now: () => number;
}

/** What two readings one after the other said, or why the last one failed. */
export interface NamespaceReading {
  readonly namespace: NetworkNamespace;
  readonly monoMs: number;
  readonly counters: NamespaceCounters | undefined;
  readonly before: { readonly monoMs: number; readonly counters: NamespaceCounters } | undefined;
  readonly reason: string | undefined;
}

/** A namespace more is counted and named only. */
const MOST_READ = 16;
/** Series last as long as the agent: a host that makes and removes containers all day would fill the dictionary. */
const MOST_NAMES = 512;
/** A window bridges so many ticks between two values of a counter. */
const EVERY_TICKS = 5;
const WATCHED_MS = 2000;
/** Shares of a tick that a step may take to look for namespaces, and to read them. */
const SEARCH_SHARE = 0.001;
const WATCHED_SEARCH_SHARE = 0.004;
const READ_SHARE = 0.002;
const SEARCH_EVERY_MS = 10_000;

/**
 * Keeps the counters of other network namespaces: the largest ones every five ticks, every two seconds while somebody looks, a few at each
 * tick, so that none is long.
 */
export class NamespaceWatch {
  readonly #parts: NamespaceWatchParts;
  readonly #readings = new Map<number, NamespaceReading>();
  /** Sockets of every kind, as far as they were asked for, by inode number. */
  readonly #sockets = new Map<number, number>();
  readonly #names = new Set<string>();
  #from: readonly NetworkNamespace[] = [];
  #chosen: readonly NetworkNamespace[] = [];
  #sounded = 0;
  watched = false;

  constructor(parts: NamespaceWatchParts) {
    this.#parts = parts;
  }

  /** Of the namespaces that are read, as of now; those that were not read yet are left out. */
  get readings(): readonly NamespaceReading[] {
    return this.#chosen.flatMap(({ inode }) => this.#readings.get(inode) ?? []);
  }
  get summary(): NetnsSummaryRow {
    const { namespaces, unreadableProcesses } = this.#parts.table;
    const read = this.readings.filter(({ counters }) => counters !== undefined).length;
    return { found: namespaces.length, read, unreadableProcesses };
  }

  /** Looks and reads for a small part of a tick. The rows of what was read now. Fails with a KernelError where /proc is not there. */
  step(monoMs: number): readonly NetnsRow[] {
    const { now, table, tickMs } = this.#parts;
    const searchMs = tickMs * (this.watched ? WATCHED_SEARCH_SHARE : SEARCH_SHARE);
    table.search(searchMs, this.watched ? WATCHED_MS : SEARCH_EVERY_MS);
    this.#choose(table.namespaces);
    const start = now();
    const rows: NetnsRow[] = [];
    for (const namespace of this.#due(monoMs)) {
      const counters = this.#read(namespace, monoMs);
      const row = counters === undefined ? undefined : this.#rowOf(namespace, counters);
      if (row !== undefined) rows.push(row);
      if (now() - start >= tickMs * READ_SHARE) break;
    }
    this.#sound();
    return rows;
  }

  /** Anew when there are others, and now and then, as their sockets become known. */
  #choose(namespaces: readonly NetworkNamespace[]): void {
    if (namespaces === this.#from && this.#sounded % EVERY_TICKS !== 0) return;
    this.#from = namespaces;
    this.#chosen = chooseNamespaces(namespaces, {
      most: MOST_READ,
      socketsOf: (inode) => this.#sockets.get(inode),
      isChosen: (inode) => this.#readings.has(inode),
    });
    this.#forget();
  }

  /** The oldest readings first. */
  #due(monoMs: number): readonly NetworkNamespace[] {
    const { tickMs } = this.#parts;
    const ticks = this.watched ? Math.min(EVERY_TICKS, Math.max(1, Math.round(WATCHED_MS / tickMs))) : EVERY_TICKS;
    const lastOf = ({ inode }: NetworkNamespace) => this.#readings.get(inode)?.monoMs ?? Number.NEGATIVE_INFINITY;
    return this.#chosen
      .filter((namespace) => monoMs - lastOf(namespace) >= (ticks - 0.5) * tickMs)
      .toSorted((a, b) => lastOf(a) - lastOf(b));
  }

  #read(namespace: NetworkNamespace, monoMs: number): NamespaceCounters | undefined {
    const last = this.#readings.get(namespace.inode);
    const before = last?.counters === undefined ? last?.before : { monoMs: last.monoMs, counters: last.counters };
    try {
      const counters = this.#parts.reader.counters(namespace);
      this.#readings.set(namespace.inode, { namespace, monoMs, counters, before, reason: undefined });
      if (counters.sockets !== undefined) this.#sockets.set(namespace.inode, counters.sockets);
      return counters;
    } catch (cause) {
      const reason = (cause as KernelError).message;
      this.#readings.set(namespace.inode, { namespace, monoMs, counters: undefined, before: undefined, reason });
      return undefined;
    }
  }

  #rowOf({ name, processes }: NetworkNamespace, counters: NamespaceCounters): NetnsRow | undefined {
    if (!this.#names.has(name) && this.#names.size >= MOST_NAMES) return undefined;
    this.#names.add(name);
    const { devices: _, ...numbers } = counters;
    return { netns: name, processes, ...numbers };
  }

  /** Asks one of those that are not read how many sockets it has: it may be larger than those that are. */
  #sound(): void {
    const { reader, table } = this.#parts;
    const others = table.namespaces.filter((namespace) => !this.#chosen.includes(namespace));
    const other = others[this.#sounded++ % others.length];
    if (other === undefined) return;
    try {
      const sockets = reader.sockets(other);
      if (sockets !== undefined) this.#sockets.set(other.inode, sockets);
    } catch {
      this.#sockets.delete(other.inode);
    }
  }

  /** What is gone, or was another namespace of the same number, or is not among the largest any more. */
  #forget(): void {
    const here = new Map(this.#parts.table.namespaces.map(({ inode, name }) => [inode, name]));
    for (const inode of this.#sockets.keys()) if (!here.has(inode)) this.#sockets.delete(inode);
    const chosen = new Map(this.#chosen.map((namespace) => [namespace.inode, namespace]));
    for (const [inode, reading] of this.#readings) {
      const namespace = chosen.get(inode);
      if (namespace?.name !== reading.namespace.name) this.#readings.delete(inode);
      else if (namespace !== reading.namespace) this.#readings.set(inode, { ...reading, namespace });
    }
  }
}
