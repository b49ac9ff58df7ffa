import { KernelError } from '../KernelError.ts';
import type { NetworkNamespace } from '../namespaceRows.ts';
import { readSysctlNow } from '../sysctl/readSysctl.ts';
import type { NamespaceDoor } from './NamespaceDoor.ts';
import { visitNamespace } from './visitNamespace.ts';

/**
 * Sysctls of another network namespace, all of them in one visit: the kernel decides by the calling thread which namespace's value a file
 * below /proc/sys/net gives. Needs CAP_SYS_ADMIN. About 8 µs a name.
 */
export class NamespaceSysctls {
  readonly #door: NamespaceDoor;
  readonly #procRoot: string;

  constructor(door: NamespaceDoor, procRoot = '/proc') {
    this.#door = door;
    this.#procRoot = procRoot;
  }

  /** What it does not have is left out. Fails with a KernelError: `vanished` when it is gone, `permission` with what is missing. */
  read(namespace: NetworkNamespace, names: readonly string[]): Readonly<Record<string, string>> {
    return visitNamespace(this.#door, namespace, () => this.#readAll(names), this.#procRoot);
  }

  #readAll(names: readonly string[]): Readonly<Record<string, string>> {
    const values: Record<string, string> = {};
    for (const name of names) {
      try {
        values[name] = readSysctlNow(name, this.#procRoot);
      } catch (cause) {
        if (!(cause instanceof KernelError)) throw cause;
      }
    }
    return values;
  }
}
