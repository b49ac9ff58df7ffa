import { KernelError } from '../KernelError.ts';
import { noteVanished } from '../vanished.ts';
import type { NamespaceWay } from './findNamespace.ts';
import type { NamespaceDoor } from './NamespaceDoor.ts';

/**
 * Goes into a namespace by whatever leads there: the file that it is mounted on, since a process may have left, else the first of its
 * processes that is still in it. Fails as NamespaceDoor does.
 */
export function visitNamespace<T>(
  door: NamespaceDoor,
  { inode, mounts, name, pids }: NamespaceWay,
  action: () => T,
  procRoot = '/proc',
): T {
  for (const path of [...mounts.slice(0, 1), ...pids.map((pid) => `${procRoot}/${pid}/ns/net`)]) {
    try {
      return door.inside({ inode, path }, action);
    } catch (cause) {
      if (!(cause instanceof KernelError && cause.code === 'vanished')) throw cause;
    }
  }
  noteVanished('namespaces');
  throw new KernelError({ code: 'vanished', operation: 'setns', path: name });
}
