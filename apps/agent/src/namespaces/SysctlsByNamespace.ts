import type { NetworkNamespace } from '@netstrata/kernel/types';
import { type NamespaceSysctls, SYSCTLS_MOST } from '@netstrata/metrics/details';
import { reasonOf } from '../reasonOf.ts';

export interface SysctlsByNamespaceParts {
  /** Those that are looked at, the largest ones of the host. */
  readonly namespaces: () => readonly NetworkNamespace[];
  /** The values of one; fails with the reason. */
  readonly read: (namespace: NetworkNamespace, names: readonly string[]) => Readonly<Record<string, string>>;
  /** Milliseconds, for measuring what it takes. */
  readonly now: () => number;
}

/** So much of a report's time goes to reading, the oldest ones first. */
const READ_MS = 4;

interface Known {
  readonly name: string;
  readonly order: number;
  readonly values: Readonly<Record<string, string>>;
  readonly reason: string | undefined;
}

/** The sysctls of other network namespaces, while somebody looks at them. */
export class SysctlsByNamespace {
  readonly #parts: SysctlsByNamespaceParts;
  readonly #known = new Map<number, Known>();
  #order = 0;

  constructor(parts: SysctlsByNamespaceParts) {
    this.#parts = parts;
  }

  /** Of each that has been read once; what there was no time for is as it was before. */
  read(names: readonly string[]): readonly NamespaceSysctls[] {
    const { namespaces, now } = this.#parts;
    const here = namespaces().slice(0, SYSCTLS_MOST.namespaces);
    this.#forget(here);
    const start = now();
    const lastOf = ({ inode }: NetworkNamespace) => this.#known.get(inode)?.order ?? 0;
    for (const namespace of here.toSorted((a, b) => lastOf(a) - lastOf(b))) {
      this.#known.set(namespace.inode, this.#readOne(namespace, names));
      if (now() - start >= READ_MS) break;
    }
    return here.flatMap(({ inode, name, mounts, pids }) => {
      const known = this.#known.get(inode);
      if (known === undefined) return [];
      const { values, reason } = known;
      return [{ inode, name, way: mounts[0] ?? `/proc/${pids[0]}/ns/net`, values, reason }];
    });
  }

  /** Nobody looks any more. */
  clear(): void {
    this.#known.clear();
  }

  #readOne(namespace: NetworkNamespace, names: readonly string[]): Known {
    const { name } = namespace;
    const order = ++this.#order;
    try {
      return { name, order, values: this.#parts.read(namespace, names), reason: undefined };
    } catch (cause) {
      return { name, order, values: {}, reason: reasonOf(cause).slice(0, 500) };
    }
  }

  /** What is gone, or was another namespace of the same number. */
  #forget(here: readonly NetworkNamespace[]): void {
    const names = new Map(here.map(({ inode, name }) => [inode, name]));
    for (const [inode, { name }] of this.#known) if (names.get(inode) !== name) this.#known.delete(inode);
  }
}
