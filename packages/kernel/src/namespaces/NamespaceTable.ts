import { ContainerNames } from '../containers/ContainerNames.ts';
import { KernelError, toKernelError } from '../KernelError.ts';
import type { NetworkNamespace } from '../namespaceRows.ts';
import { parseCgroup } from '../processes/cgroupPlace.ts';
import { isKernelThread } from '../processes/isKernelThread.ts';
import { listPids, readComm } from '../processes/procPid.ts';
import { readSmallFile } from '../processes/readSmallFile.ts';
import type { NamedPlace } from '../processRows.ts';
import { mountedNamespaces } from './mountedNamespaces.ts';
import { NamespaceWalk } from './NamespaceWalk.ts';
import { namespaceName } from './namespaceName.ts';
import { namespaceOf } from './nsfs.ts';

export interface NamespaceTableOptions {
  readonly procRoot?: string;
  /** Instead of NAMESPACE_FOLDERS. */
  readonly folders?: readonly string[];
  readonly now?: () => number;
  /** What people call containers; ContainerNames of this host unless another is given. */
  readonly containers?: Pick<ContainerNames, 'named'>;
}

/** More are of no use: one is enough to read a namespace, and the next serve when it ends. */
const MOST_PIDS = 4;

interface Members {
  count: number;
  /** The lowest, in order. */
  readonly pids: number[];
}

/**
 * The network namespaces in use beside the one of this process: those in which a process lives (/proc/PID/ns/net) and those that a file
 * keeps alive (`ip netns add`). Threads that left the namespace of their process, and namespaces that only a descriptor keeps alive,
 * are not found.
 *
 * A walk over all processes goes on over as many calls as its budget asks for: a link costs 5 to 15 µs. Processes that were not there at
 * the walk before come first, so that a new container is found soon on a host with thousands.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/fs/proc/namespaces.c?h=v6.18 (proc_ns_readlink)
 */
export class NamespaceTable {
  readonly #procRoot: string;
  readonly #folders: readonly string[] | undefined;
  readonly #now: () => number;
  readonly #containers: Pick<ContainerNames, 'named'>;
  #own: number | undefined;
  /** The namespace of each process, as of the last look at it. */
  readonly #members = new Map<number, number>();
  #mounts: ReadonlyMap<number, readonly string[]> = new Map();
  #walk: NamespaceWalk | undefined;
  #endedAt = Number.NEGATIVE_INFINITY;
  #changed = false;
  #complete = false;
  #unreadable = 0;
  #namespaces: readonly NetworkNamespace[] = [];

  constructor(options: NamespaceTableOptions = {}) {
    this.#procRoot = options.procRoot ?? '/proc';
    this.#folders = options.folders;
    this.#containers = options.containers ?? new ContainerNames();
    this.#now = options.now ?? (() => performance.now());
  }

  /** The namespace that this process is in. Fails with a KernelError where the kernel has none, or /proc is not there. */
  get own(): number {
    if (this.#own !== undefined) return this.#own;
    const own = namespaceOf(this.#procRoot, 'self');
    if (typeof own !== 'number')
      throw new KernelError({ code: 'not-found', operation: 'read', path: `${this.#procRoot}/self/ns/net` });
    this.#own = own;
    return own;
  }
  /** As of the last search, by inode number. */
  get namespaces(): readonly NetworkNamespace[] {
    return this.#namespaces;
  }
  /** True once every process has been looked at. */
  get complete(): boolean {
    return this.#complete;
  }
  /** True while the last search has left something for the next one: processes not looked at yet, or names not asked for. */
  get isPending(): boolean {
    return this.#walk !== undefined || this.#changed;
  }
  /** Processes whose namespace this user may not see, in the last whole walk. */
  get unreadableProcesses(): number {
    return this.#unreadable;
  }

  /** Looks for at most about `budgetMs`; a new walk begins `everyMs` after the end of the one before. Fails as `own` does. */
  search(budgetMs: number, everyMs: number): void {
    const { own } = this;
    const start = this.#now();
    const pause = () => this.#now() - start >= budgetMs;
    if (this.#walk === undefined && start - this.#endedAt < everyMs && !this.#changed) return;
    if (this.#walk === undefined && start - this.#endedAt >= everyMs) this.#walk = this.#begin();
    if (this.#walk !== undefined) this.#follow(this.#walk, pause);
    if (this.#changed) this.#publish(own, pause);
  }

  #begin(): NamespaceWalk {
    let pids: readonly number[];
    try {
      pids = listPids(this.#procRoot);
    } catch (cause) {
      throw toKernelError(cause, 'read', this.#procRoot);
    }
    const here = new Set(pids);
    for (const pid of this.#members.keys()) if (!here.has(pid)) this.#forget(pid);
    const mounts = mountedNamespaces(this.#procRoot, this.#folders);
    if (!sameMounts(mounts, this.#mounts)) this.#changed = true;
    this.#mounts = mounts;
    const rank = (pid: number) => (this.#members.has(pid) ? 1 : 0);
    return new NamespaceWalk(
      this.#procRoot,
      pids.toSorted((a, b) => rank(a) - rank(b) || b - a),
    );
  }

  #follow(walk: NamespaceWalk, pause: () => boolean): void {
    const found = (pid: number, inode: number) => {
      if (this.#members.get(pid) === inode) return;
      this.#members.set(pid, inode);
      this.#changed = true;
    };
    if (!walk.advance({ pause, found, lost: (pid) => this.#forget(pid) })) return;
    this.#walk = undefined;
    this.#endedAt = this.#now();
    this.#complete = true;
    this.#unreadable = walk.unreadable;
  }

  #forget(pid: number): void {
    if (this.#members.delete(pid)) this.#changed = true;
  }

  /** Names that there was no time for come at the next search. */
  #publish(own: number, pause: () => boolean): void {
    this.#changed = false;
    const before = new Map(this.#namespaces.map((namespace) => [namespace.inode, namespace]));
    const members = this.#membersByNamespace(own);
    const inodes = [...new Set([...members.keys(), ...this.#mounts.keys()])]
      .filter((inode) => inode !== own)
      .sort((a, b) => a - b);
    const kept = inodes.map((inode) => this.#kept(before.get(inode), members.get(inode)));
    const taken = new Set(kept.flatMap((namespace) => namespace?.name ?? []));
    this.#namespaces = inodes.map((inode, at) => {
      const known = kept[at];
      if (known !== undefined) return known;
      if (pause()) this.#changed = true;
      const namespace = this.#describe(inode, members.get(inode), this.#changed);
      const name = taken.has(namespace.name) ? `${namespace.name} (${inode})` : namespace.name;
      taken.add(name);
      return { ...namespace, name };
    });
  }

  #membersByNamespace(own: number): ReadonlyMap<number, Members> {
    const groups = new Map<number, Members>();
    for (const [pid, inode] of this.#members) {
      if (inode === own) continue;
      let group = groups.get(inode);
      if (group === undefined) {
        group = { count: 0, pids: [] };
        groups.set(inode, group);
      }
      group.count++;
      group.pids.push(pid);
    }
    for (const { pids } of groups.values()) pids.sort((a, b) => a - b).splice(MOST_PIDS);
    return groups;
  }

  /** The same namespace as before, with its name: a number alone proves nothing, as another namespace may have it now. */
  #kept(before: NetworkNamespace | undefined, members: Members | undefined): NetworkNamespace | undefined {
    if (before === undefined || before.naming === 'inode') return undefined;
    const mounts = this.#mounts.get(before.inode) ?? [];
    if (mounts.join('\0') !== before.mounts.join('\0')) return undefined;
    const pids = members?.pids ?? [];
    const lives = before.pids.some((pid) => this.#members.get(pid) === before.inode);
    if (!lives && !(mounts.length > 0 && before.pids.length === 0 && pids.length === 0)) return undefined;
    return { ...before, pids, processes: members?.count ?? 0 };
  }

  /** `brief` where there is no time to ask for names. */
  #describe(inode: number, members: Members | undefined, brief: boolean): NetworkNamespace {
    const mounts = this.#mounts.get(inode) ?? [];
    const pids = members?.pids ?? [];
    const [pid] = brief ? [] : pids;
    const program = pid === undefined ? undefined : readComm(this.#procRoot, pid);
    const place = pid === undefined ? undefined : this.#placeOf(pid);
    const isKernel = pid !== undefined && isKernelThread(this.#procRoot, pid);
    const named = namespaceName({ inode, isKernel, mounts: brief ? [] : mounts, pid, program, place });
    return { inode, ...named, mounts, processes: members?.count ?? 0, pids, program };
  }

  /** Undefined where the process is gone, or its control group says nothing. */
  #placeOf(pid: number): NamedPlace | undefined {
    const text = readSmallFile(`${this.#procRoot}/${pid}/cgroup`);
    if (typeof text !== 'string') return undefined;
    try {
      return this.#containers.named(parseCgroup(text));
    } catch {
      return undefined;
    }
  }
}

function sameMounts(a: ReadonlyMap<number, readonly string[]>, b: ReadonlyMap<number, readonly string[]>): boolean {
  return a.size === b.size && [...a].every(([inode, paths]) => paths.join('\0') === b.get(inode)?.join('\0'));
}
