import { KernelError } from '../KernelError.ts';
import type { FoundSocket, InetProtocol, InetSocketDetail, PacketSocket, SocketKind, UnixSocket } from '../types.ts';
import { cookieMatcher } from './cookieText.ts';
import type { TcpSocketKey } from './inetDiagRequest.ts';
import type { RawSockets } from './RawSockets.ts';
import type { SockDiag } from './SockDiag.ts';
import { toInetDetail } from './toInetDetail.ts';
import { toUnixSocket } from './toUnixSocket.ts';

/** Where a socket was found: the next question about it is cheaper. */
interface Place {
  readonly kind: SocketKind;
  /** Of a TCP socket that the kernel finds by its addresses: of several listeners on one port it finds any. */
  readonly key?: TcpSocketKey | undefined;
}

/** The order in which kinds are searched: what people look at most comes first. */
const KINDS: readonly SocketKind[] = ['tcp', 'udp', 'unix', 'mptcp', 'packet', 'raw'];
const MOST_PLACES = 64;

/**
 * One chosen socket by its cookie, with all that the kernel has to say of it. The first question costs dumps until it is found; after that a TCP
 * socket costs one look-up by its addresses, and any other a dump of its kind.
 */
export class SocketFinder {
  readonly #diag: SockDiag;
  readonly #raw: RawSockets;
  readonly #places = new Map<string, Place>();
  /** Kinds that this kernel cannot list. */
  readonly #unlisted = new Set<SocketKind>();

  constructor(diag: SockDiag, raw: RawSockets) {
    this.#diag = diag;
    this.#raw = raw;
  }

  /** Whether it is known where to look. */
  knows(cookie: string): boolean {
    return this.#places.has(cookie);
  }

  /** Undefined when there is no such socket. Fails with a KernelError. */
  find(cookie: string): FoundSocket | undefined {
    const place = this.#places.get(cookie);
    const known = place?.key && this.#lookUp(place.key, cookie);
    if (known !== undefined) return known;
    // A socket never changes its kind, and its cookie is given to no other.
    for (const kind of place === undefined ? KINDS : [place.kind]) {
      const found = this.#search(kind, cookie);
      if (found !== undefined) return found;
    }
    this.#places.delete(cookie);
    return undefined;
  }

  #lookUp(key: TcpSocketKey, cookie: string): FoundSocket | undefined {
    const isIt = cookieMatcher(cookie);
    let inet: InetSocketDetail | undefined;
    this.#diag.findTcp(key, (cursor) => {
      if (isIt(cursor)) inet = toInetDetail(cursor, 'tcp');
    });
    return inet && { kind: 'tcp', inet };
  }

  #search(kind: SocketKind, cookie: string): FoundSocket | undefined {
    if (this.#unlisted.has(kind)) return undefined;
    try {
      const found = this.#searchKind(kind, cookie);
      if (found !== undefined && kind !== 'tcp') this.#remember(cookie, { kind });
      return found;
    } catch (cause) {
      if (!(cause instanceof KernelError && cause.code === 'unsupported')) throw cause;
      this.#unlisted.add(kind);
      return undefined;
    }
  }

  #searchKind(kind: SocketKind, cookie: string): FoundSocket | undefined {
    const isIt = cookieMatcher(cookie);
    switch (kind) {
      case 'tcp':
        return this.#searchTcp(cookie);
      case 'udp':
      case 'mptcp':
        return this.#searchInet(kind, cookie);
      case 'raw': {
        const inet = this.#raw.list().find((socket) => socket.cookie === cookie);
        return inet && { kind, inet };
      }
      case 'unix': {
        let unix: UnixSocket | undefined;
        this.#diag.dumpUnix((cursor) => {
          if (isIt(cursor)) unix = toUnixSocket(cursor);
        });
        return unix && { kind, unix };
      }
      case 'packet': {
        let packet: PacketSocket | undefined;
        this.#diag.dumpPacket((cursor) => {
          const socket = cursor.toSocket();
          if (socket.cookie === cookie) packet = socket;
        });
        return packet && { kind, packet };
      }
    }
  }

  /** A plain dump says where it is; the look-up after it says all. */
  #searchTcp(cookie: string): FoundSocket | undefined {
    const isIt = cookieMatcher(cookie);
    let key: TcpSocketKey | undefined;
    this.#diag.dump('tcp', 'both', (cursor) => {
      if (isIt(cursor)) key = { family: cursor.family, sockId: cursor.sockId.slice() };
    });
    if (key === undefined) return undefined;
    const found = this.#lookUp(key, cookie);
    this.#remember(cookie, { kind: 'tcp', key: found && key });
    return found ?? this.#searchInet('tcp', cookie);
  }

  #searchInet(kind: InetProtocol, cookie: string): FoundSocket | undefined {
    const isIt = cookieMatcher(cookie);
    let inet: InetSocketDetail | undefined;
    this.#diag.dumpAll(kind, (cursor) => {
      if (isIt(cursor)) inet = toInetDetail(cursor, kind);
    });
    return inet && { kind, inet };
  }

  #remember(cookie: string, place: Place): void {
    this.#places.delete(cookie);
    this.#places.set(cookie, place);
    const [oldest] = this.#places.keys();
    if (this.#places.size > MOST_PLACES && oldest !== undefined) this.#places.delete(oldest);
  }
}
