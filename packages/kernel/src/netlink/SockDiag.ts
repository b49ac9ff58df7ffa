import { KernelError } from '../KernelError.ts';
import type { SocketProtocol } from '../types.ts';
import { DiagBuffer } from './DiagBuffer.ts';
import { type DumpResult, InetDiagReader, type SocketVisitor } from './InetDiagReader.ts';
import { inetDiagRequest, tcpDiagRequest } from './inetDiagRequest.ts';
import { type NetlinkChannel, NetlinkSocket } from './NetlinkSocket.ts';
import { NETLINK_SOCK_DIAG } from './wire.ts';

const PATH = 'NETLINK_SOCK_DIAG';
/** The kernel fills datagrams of up to 32 KiB today; a larger buffer makes it free to send larger ones. */
const BUFFER_BYTES = 256 * 1024;
const TIMEOUT_MS = 2000;
/** A dump that goes on without an end, however its messages look, is broken off. A million sockets take about 15,000 datagrams. */
const MOST_DATAGRAMS = 1_000_000;

/**
 * Every TCP or UDP socket of this network namespace, by NETLINK_SOCK_DIAG: no privilege is needed, and the sockets of all
 * users are listed. A dump runs on the calling thread for as long as the kernel takes, about 1.5 µs a socket.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ipv4/inet_diag.c?h=v6.18
 */
export class SockDiag {
  readonly #connect: () => NetlinkChannel;
  readonly #buffer = new DiagBuffer(BUFFER_BYTES);
  readonly #reader = new InetDiagReader(this.#buffer);
  #channel: NetlinkChannel | undefined;
  #closed = false;
  #dumping = false;
  #seq = 0;
  /** Until the kernel says otherwise. */
  #hasTcpDiag = true;

  constructor(connect: () => NetlinkChannel = connectToKernel) {
    this.#connect = connect;
  }

  /** Fails with a KernelError, `unsupported` where the kernel was built without it. */
  static open(): SockDiag {
    const diag = new SockDiag();
    diag.#channel = diag.#connect();
    return diag;
  }

  /**
   * Shows every socket of one protocol and family, in every state, to `visit`. The cursor is one object that moves: take what is
   * needed from it before returning, and keep nothing of it. Fails with a KernelError, or with what `visit` threw.
   *
   * `both` families cost TCP one walk over the kernel's table instead of two: prefer it.
   */
  dump(protocol: SocketProtocol, family: 4 | 6 | 'both', visit: SocketVisitor): DumpResult {
    if (family !== 'both') {
      return this.#run(`${PATH} ${protocol}${family}`, (seq) => inetDiagRequest({ protocol, family, seq }), visit);
    }
    if (protocol === 'tcp' && this.#hasTcpDiag) {
      try {
        return this.#run(`${PATH} tcp`, tcpDiagRequest, visit);
      } catch (cause) {
        const refused = cause instanceof KernelError && (cause.code === 'unsupported' || cause.code === 'rejected');
        if (!refused || this.#reader.result.sockets > 0) throw cause;
        this.#hasTcpDiag = false;
      }
    }
    return sum(this.dump(protocol, 4, visit), this.dump(protocol, 6, visit));
  }

  #run(path: string, request: (seq: number) => Uint8Array, visit: SocketVisitor): DumpResult {
    if (this.#closed) throw new KernelError({ code: 'closed', operation: 'dump', path });
    if (this.#dumping) throw new KernelError({ code: 'busy', operation: 'dump', path });
    this.#dumping = true;
    let whole = false;
    try {
      this.#channel ??= this.#connect();
      this.#seq = (this.#seq + 1) >>> 0;
      this.#reader.begin({ seq: this.#seq, port: this.#channel.port, path });
      this.#channel.send(request(this.#seq));
      this.#receiveAll(this.#channel, path, visit);
      whole = true;
      return this.#reader.result;
    } finally {
      this.#dumping = false;
      // What is left of a broken dump must not run into the next one.
      if (!whole) this.#dropChannel();
    }
  }

  close(): void {
    this.#closed = true;
    this.#dropChannel();
  }

  #receiveAll(channel: NetlinkChannel, path: string, visit: SocketVisitor): void {
    for (let datagrams = 0; datagrams < MOST_DATAGRAMS; datagrams++) {
      const length = channel.receive(this.#buffer.bytes);
      if (length === 'lost') this.#reader.result.interrupted = true;
      else if (this.#reader.readDatagram(length, visit)) return;
    }
    throw new KernelError({ code: 'too-large', operation: 'dump', path, detail: `over ${MOST_DATAGRAMS} datagrams` });
  }

  #dropChannel(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }
}

function connectToKernel(): NetlinkChannel {
  return new NetlinkSocket(NETLINK_SOCK_DIAG, { path: PATH, timeoutMs: TIMEOUT_MS });
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
