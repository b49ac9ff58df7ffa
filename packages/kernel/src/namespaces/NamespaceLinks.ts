import { KernelError } from '../KernelError.ts';
import type { NetworkNamespace } from '../namespaceRows.ts';
import { readLinks } from '../rtnetlink/links.ts';
import { Rtnetlink } from '../rtnetlink/Rtnetlink.ts';
import type { LinkRow } from '../rtnetlinkRows.ts';
import type { NamespaceDoor } from './NamespaceDoor.ts';
import { visitNamespace } from './visitNamespace.ts';

/**
 * The network devices of another namespace, by a netlink socket that is opened inside and closed behind the dump. Needs CAP_SYS_ADMIN.
 * One namespace at a time.
 */
export class NamespaceLinks {
  readonly #rtnetlink: Rtnetlink;
  #namespace: NetworkNamespace | undefined;

  constructor(door: NamespaceDoor) {
    this.#rtnetlink = new Rtnetlink(() => {
      if (this.#namespace === undefined)
        throw new KernelError({ code: 'closed', operation: 'dump', path: 'RTM_GETLINK' });
      return visitNamespace(door, this.#namespace, Rtnetlink.connect);
    });
  }

  /** Fails with a KernelError, `vanished` when it is gone, `busy` while another one is read. */
  async read(namespace: NetworkNamespace): Promise<readonly LinkRow[]> {
    if (this.#namespace !== undefined) throw new KernelError({ code: 'busy', operation: 'dump', path: 'RTM_GETLINK' });
    this.#namespace = namespace;
    try {
      return await readLinks(this.#rtnetlink);
    } finally {
      this.#namespace = undefined;
      this.#rtnetlink.release();
    }
  }

  close(): void {
    this.#rtnetlink.close();
  }
}
