import { KernelError } from '../KernelError.ts';
import type { NamespaceListener, NamespaceSockets, NetworkNamespace } from '../namespaceRows.ts';
import { addressText } from '../netlink/addressText.ts';
import type { InetDiagCursor } from '../netlink/InetDiagCursor.ts';
import { SockDiag } from '../netlink/SockDiag.ts';
import { SOCKET_STATES, STATE_NUMBER } from '../netlink/socketStates.ts';
import type { SocketState } from '../types.ts';
import type { NamespaceDoor } from './NamespaceDoor.ts';
import { visitNamespace } from './visitNamespace.ts';

const MOST_LISTENERS = 8;
/** Of Unix sockets only their number is wanted. */
const SHOW_NOTHING = 0;

/**
 * The sockets of other network namespaces, by a netlink socket that is opened inside. It belongs to that namespace for good, so the thread is
 * home again before anything is asked. It is closed after each namespace: kept open it would keep the namespace alive.
 *
 * A dump of TCP walks the kernel's whole table of connections, which all namespaces share: one to four milliseconds for each namespace,
 * however few sockets it has. Needs CAP_SYS_ADMIN.
 */
export class NamespaceSockDiag {
  readonly #door: NamespaceDoor;
  readonly #procRoot: string;
  #namespace: NetworkNamespace | undefined;
  /** Until the kernel says otherwise: each refusal makes it look for the module anew. */
  #hasUnixDiag = true;
  readonly #diag: SockDiag;

  constructor(door: NamespaceDoor, procRoot = '/proc') {
    this.#door = door;
    this.#procRoot = procRoot;
    this.#diag = new SockDiag(() => this.#connect());
  }

  /** Runs `dump` with the sockets of this namespace. Fails with a KernelError, `vanished` when it is gone, or with what `dump` threw. */
  with<T>(namespace: NetworkNamespace, dump: (diag: SockDiag) => T): T {
    this.#namespace = namespace;
    try {
      return dump(this.#diag);
    } finally {
      this.#namespace = undefined;
      this.#diag.release();
    }
  }

  /** How many sockets there are, and which listeners are behind. Fails as `with` does. */
  read(namespace: NetworkNamespace): NamespaceSockets {
    return this.with(namespace, (diag) => ({ ...inetSockets(diag), unix: this.#unixSockets(diag) }));
  }

  close(): void {
    this.#diag.close();
  }

  #unixSockets(diag: SockDiag): number | undefined {
    if (!this.#hasUnixDiag) return undefined;
    try {
      return diag.dumpUnix(() => {}, SHOW_NOTHING).sockets;
    } catch (cause) {
      if (!(cause instanceof KernelError && cause.code === 'unsupported')) throw cause;
      this.#hasUnixDiag = false;
      return undefined;
    }
  }

  #connect(): ReturnType<typeof SockDiag.connect> {
    const namespace = this.#namespace;
    if (namespace === undefined) throw new KernelError({ code: 'closed', operation: 'dump', path: 'setns' });
    return visitNamespace(this.#door, namespace, SockDiag.connect, this.#procRoot);
  }
}

function inetSockets(diag: SockDiag): Omit<NamespaceSockets, 'unix'> {
  const counts = new Array<number>(SOCKET_STATES.length).fill(0);
  const waiting: NamespaceListener[] = [];
  const tcp = diag.dump('tcp', 'both', (cursor) => {
    counts[cursor.state] = (counts[cursor.state] ?? 0) + 1;
    if (cursor.state === STATE_NUMBER.listen && cursor.recvQ > 0) waiting.push(listenerOf(cursor));
  });
  const udp = diag.dump('udp', 'both', () => {});
  const fill = ({ waiting: connections, backlog }: NamespaceListener) => connections / Math.max(1, backlog);
  return {
    tcp: Object.fromEntries(
      SOCKET_STATES.flatMap((state, number): [SocketState, number][] => {
        const count = counts[number] ?? 0;
        return state === undefined || count === 0 ? [] : [[state, count]];
      }),
    ),
    udp: udp.sockets,
    listeners: waiting.sort((a, b) => fill(b) - fill(a)).slice(0, MOST_LISTENERS),
    interrupted: tcp.interrupted || udp.interrupted,
  };
}

function listenerOf(cursor: InetDiagCursor): NamespaceListener {
  const { localPort, recvQ, sendQ } = cursor;
  return { address: addressText(cursor.localAddressBytes), port: localPort, waiting: recvQ, backlog: sendQ };
}
