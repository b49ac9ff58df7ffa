import { KernelError } from '../KernelError.ts';
import type { InetProtocol, SocketProtocol } from '../types.ts';
import { noteVanished } from '../vanished.ts';
import { DiagBuffer } from './DiagBuffer.ts';
import type { DumpResult } from './DiagReader.ts';
import { DUMP_TALLIES, type DumpTally } from './DumpTally.ts';
import { InetDiagReader, type SocketVisitor } from './InetDiagReader.ts';
import {
  inetDiagRequest,
  type TcpSocketKey,
  tcpDiagRequest,
  tcpListenersRequest,
  tcpSocketRequest,
} from './inetDiagRequest.ts';
import { NetlinkDumps } from './NetlinkDumps.ts';
import { type NetlinkChannel, NetlinkSocket } from './NetlinkSocket.ts';
import { PacketDiagReader, type PacketSocketVisitor } from './PacketDiagReader.ts';
import { packetDiagRequest } from './packetDiagRequest.ts';
import { STATE_NUMBER } from './socketStates.ts';
import { UnixDiagReader, type UnixSocketVisitor } from './UnixDiagReader.ts';
import { unixDiagRequest } from './unixDiagRequest.ts';
import { NETLINK_SOCK_DIAG, UDIAG_SHOW } from './wire.ts';

const PATH = 'NETLINK_SOCK_DIAG';
/** The kernel fills datagrams of up to 32 KiB today; a larger buffer makes it free to send larger ones. */
const BUFFER_BYTES = 256 * 1024;
const TIMEOUT_MS = 2000;
const SHOW_ALL = Object.values(UDIAG_SHOW).reduce((bits, bit) => bits | bit, 0);

/**
 * Every TCP, UDP, raw, MPTCP, Unix or packet socket of this network namespace, by NETLINK_SOCK_DIAG: no privilege is needed, and the sockets of all
 * users are listed. A dump runs on the calling thread for as long as the kernel takes, about 1.5 µs a socket.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ipv4/inet_diag.c?h=v6.18
 * and https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/unix/diag.c?h=v6.18
 */
export class SockDiag {
  readonly #buffer = new DiagBuffer(BUFFER_BYTES);
  readonly #inet = new InetDiagReader(this.#buffer);
  readonly #unix = new UnixDiagReader(this.#buffer);
  readonly #packet = new PacketDiagReader(this.#buffer);
  readonly #dumps: NetlinkDumps;
  /** Until the kernel says otherwise. */
  #hasTcpDiag = true;

  constructor(connect: () => NetlinkChannel = SockDiag.connect, tally: DumpTally = DUMP_TALLIES.sock_diag) {
    this.#dumps = new NetlinkDumps(connect, this.#buffer, tally);
  }

  /** Fails with a KernelError, `unsupported` where the kernel was built without it. */
  static open(): SockDiag {
    const diag = new SockDiag();
    diag.#dumps.open();
    return diag;
  }

  /** A channel to the kernel in the network namespace that the calling thread is in. Fails as `open` does. */
  static connect(): NetlinkChannel {
    return new NetlinkSocket(NETLINK_SOCK_DIAG, { path: PATH, timeoutMs: TIMEOUT_MS });
  }

  /**
   * Shows every socket of one protocol and family, in every state, to `visit`. The cursor is one object that moves: take what is
   * needed from it before returning, and keep nothing of it. Fails with a KernelError, or with what `visit` threw.
   *
   * `both` families cost TCP one walk over the kernel's table instead of two: prefer it.
   */
  dump(protocol: SocketProtocol, family: 4 | 6 | 'both', visit: SocketVisitor): DumpResult {
    if (family !== 'both') {
      const request = (seq: number) => inetDiagRequest({ protocol, family, seq });
      return this.#dumps.run({ path: `${PATH} ${protocol}${family}`, request, reader: this.#inet, visit });
    }
    const both = protocol === 'tcp' ? this.#dumpTcp(tcpDiagRequest, visit) : undefined;
    return both ?? sum(this.dump(protocol, 4, visit), this.dump(protocol, 6, visit));
  }

  /** Shows every listening TCP socket of both families, as `dump` does: cheap, because the table of connections is not walked. */
  dumpListeners(visit: SocketVisitor): DumpResult {
    const listeners = this.#dumpTcp(tcpListenersRequest, visit);
    if (listeners !== undefined) return listeners;
    return this.dump('tcp', 'both', (cursor) => {
      if (cursor.state === STATE_NUMBER.listen) visit(cursor);
    });
  }

  /**
   * Shows every Unix socket, as `dump` does. `show` holds the UDIAG_SHOW bits of the attributes that are wanted. A kernel older
   * than an attribute leaves it out. Asked for the clients that wait at listeners (`icons`), the kernel ends the dump, and says nothing, at
   * a listener with more than about 8,000 of them: their list is larger than a message.
   *
   * Fails as `unsupported` where the kernel was built without it (CONFIG_UNIX_DIAG). Each such failure makes the kernel look for the
   * module anew: do not ask often.
   */
  dumpUnix(visit: UnixSocketVisitor, show: number = SHOW_ALL): DumpResult {
    const request = (seq: number) => unixDiagRequest({ seq, show });
    return this.#dumps.run({ path: `${PATH} unix`, request, reader: this.#unix, visit });
  }

  /**
   * Shows every socket of one protocol with all that the kernel has to say of it. Fails as `unsupported` where the kernel was built without
   * what lists them: raw sockets (CONFIG_INET_RAW_DIAG), MPTCP (5.9 and CONFIG_INET_MPTCP_DIAG).
   */
  dumpAll(protocol: InetProtocol, visit: SocketVisitor): DumpResult {
    const of = (family: 4 | 6) => {
      const request = (seq: number) => inetDiagRequest({ protocol, family, seq, all: true });
      return this.#dumps.run({ path: `${PATH} ${protocol}${family}`, request, reader: this.#inet, visit });
    };
    return sum(of(4), of(6));
  }

  /** Shows every packet socket. Fails as `unsupported` where the kernel was built without it (CONFIG_PACKET_DIAG). */
  dumpPacket(visit: PacketSocketVisitor): DumpResult {
    return this.#dumps.run({ path: `${PATH} packet`, request: packetDiagRequest, reader: this.#packet, visit });
  }

  /** Shows one TCP socket with all that the kernel has to say of it: one look-up instead of a walk. False when it is not there any more. */
  findTcp(key: TcpSocketKey, visit: SocketVisitor): boolean {
    try {
      const request = (seq: number) => tcpSocketRequest(key, seq);
      const path = `${PATH} tcp${key.family}`;
      return this.#dumps.run({ path, request, reader: this.#inet, visit, acknowledged: true }).sockets > 0;
    } catch (cause) {
      // Another socket has these addresses now, or none has.
      if (cause instanceof KernelError && (cause.detail === 'ENOENT' || cause.detail === 'ESTALE')) {
        noteVanished('sockets');
        return false;
      }
      throw cause;
    }
  }

  /** Gives the descriptor back; the next dump opens another. */
  release(): void {
    this.#dumps.release();
  }

  close(): void {
    this.#dumps.close();
  }

  /** Both families of TCP at once; undefined on a kernel that does not have that. */
  #dumpTcp(request: (seq: number) => Uint8Array, visit: SocketVisitor): DumpResult | undefined {
    if (!this.#hasTcpDiag) return undefined;
    try {
      return this.#dumps.run({ path: `${PATH} tcp`, request, reader: this.#inet, visit });
    } catch (cause) {
      const refused = cause instanceof KernelError && (cause.code === 'unsupported' || cause.code === 'rejected');
      if (!refused || this.#inet.result.sockets > 0) throw cause;
      this.#hasTcpDiag = false;
      return undefined;
    }
  }
}

function sum(a: DumpResult, b: DumpResult): DumpResult {
  return {
    sockets: a.sockets + b.sockets,
    interrupted: a.interrupted || b.interrupted,
    doubled: a.doubled + b.doubled,
    damaged: a.damaged + b.damaged,
    foreign: a.foreign + b.foreign,
  };
}
