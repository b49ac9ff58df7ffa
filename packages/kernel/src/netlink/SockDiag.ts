import { KernelError } from '../KernelError.ts';
import type { SocketProtocol } from '../types.ts';
import { DiagBuffer } from './DiagBuffer.ts';
import type { DiagCursor, DiagReader, DumpResult } from './DiagReader.ts';
import { InetDiagReader, type SocketVisitor } from './InetDiagReader.ts';
import { inetDiagRequest, tcpDiagRequest } from './inetDiagRequest.ts';
import { type NetlinkChannel, NetlinkSocket } from './NetlinkSocket.ts';
import { UnixDiagReader, type UnixSocketVisitor } from './UnixDiagReader.ts';
import { unixDiagRequest } from './unixDiagRequest.ts';
import { NETLINK_SOCK_DIAG, UDIAG_SHOW } from './wire.ts';

const PATH = 'NETLINK_SOCK_DIAG';
/** The kernel fills datagrams of up to 32 KiB today; a larger buffer makes it free to send larger ones. */
const BUFFER_BYTES = 256 * 1024;
const TIMEOUT_MS = 2000;
/** A dump that goes on without an end, however its messages look, is broken off. A million sockets take about 15,000 datagrams. */
const MOST_DATAGRAMS = 1_000_000;
const SHOW_ALL = Object.values(UDIAG_SHOW).reduce((bits, bit) => bits | bit, 0);

/** One kind of dump: what to ask, who reads the answer, and whom it is shown to. */
interface Dump<Cursor extends DiagCursor> {
  readonly path: string;
  readonly request: (seq: number) => Uint8Array;
  readonly reader: DiagReader<Cursor>;
  readonly visit: (cursor: Cursor) => void;
}

/**
 * Every TCP, UDP or Unix socket of this network namespace, by NETLINK_SOCK_DIAG: no privilege is needed, and the sockets of all
 * users are listed. A dump runs on the calling thread for as long as the kernel takes, about 1.5 µs a socket.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ipv4/inet_diag.c?h=v6.18
 * and https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/unix/diag.c?h=v6.18
 */
export class SockDiag {
  readonly #connect: () => NetlinkChannel;
  readonly #buffer = new DiagBuffer(BUFFER_BYTES);
  readonly #inet = new InetDiagReader(this.#buffer);
  readonly #unix = new UnixDiagReader(this.#buffer);
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
      const request = (seq: number) => inetDiagRequest({ protocol, family, seq });
      return this.#run({ path: `${PATH} ${protocol}${family}`, request, reader: this.#inet, visit });
    }
    if (protocol === 'tcp' && this.#hasTcpDiag) {
      try {
        return this.#run({ path: `${PATH} tcp`, request: tcpDiagRequest, reader: this.#inet, visit });
      } catch (cause) {
        const refused = cause instanceof KernelError && (cause.code === 'unsupported' || cause.code === 'rejected');
        if (!refused || this.#inet.result.sockets > 0) throw cause;
        this.#hasTcpDiag = false;
      }
    }
    return sum(this.dump(protocol, 4, visit), this.dump(protocol, 6, visit));
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
    return this.#run({ path: `${PATH} unix`, request, reader: this.#unix, visit });
  }

  #run<Cursor extends DiagCursor>(dump: Dump<Cursor>): DumpResult {
    const { path, request, reader } = dump;
    if (this.#closed) throw new KernelError({ code: 'closed', operation: 'dump', path });
    if (this.#dumping) throw new KernelError({ code: 'busy', operation: 'dump', path });
    this.#dumping = true;
    let whole = false;
    try {
      this.#channel ??= this.#connect();
      this.#seq = (this.#seq + 1) >>> 0;
      reader.begin({ seq: this.#seq, port: this.#channel.port, path });
      this.#channel.send(request(this.#seq));
      this.#receiveAll(this.#channel, dump);
      whole = true;
      return reader.result;
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

  #receiveAll<Cursor extends DiagCursor>(channel: NetlinkChannel, dump: Dump<Cursor>): void {
    const { path, reader, visit } = dump;
    for (let datagrams = 0; datagrams < MOST_DATAGRAMS; datagrams++) {
      const length = channel.receive(this.#buffer.bytes);
      if (length === 'lost') reader.result.interrupted = true;
      else if (reader.readDatagram(length, visit)) return;
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
