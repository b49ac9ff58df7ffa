import { endianness } from 'node:os';
import { errnoName } from '../errnoName.ts';
import { KernelError } from '../KernelError.ts';
import {
  bind,
  close,
  connect,
  errno,
  getsockname,
  recv,
  recvOnThread,
  send,
  sendOnThread,
  setsockopt,
  socket,
} from '../libc.ts';
import { AF_NETLINK } from './wire.ts';

const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVTIMEO = 20;
const MSG_TRUNC = 0x20;
const SOCKADDR_NL_BYTES = 12;
const RCVBUF_BYTES = 1024 * 1024;

/** What a dump needs of a socket; NetlinkSocket is the real one. */
export interface NetlinkChannel {
  /** The port id that answers carry. */
  readonly port: number;
  send(message: Uint8Array): void;
  /** Bytes received, `lost` when the kernel dropped answers for want of room. Fails with `timed-out`, `too-large` or `unreadable`. */
  receive(buffer: Uint8Array): number | 'lost';
  close(): void;
}

/** The same for requests that wait for the kernel's locks or for hardware: those must not stop the event loop. One call at a time. */
export interface PatientChannel {
  readonly port: number;
  sendOnThread(message: Uint8Array): Promise<void>;
  /** As `receive`. */
  receiveOnThread(buffer: Uint8Array): Promise<number | 'lost'>;
  close(): void;
}

/** An AF_NETLINK socket that talks with the kernel alone, in the network namespace that this process was in when it was opened. */
export class NetlinkSocket implements NetlinkChannel, PatientChannel {
  readonly port: number;
  readonly #path: string;
  readonly #timeoutMs: number;
  #fd: number;

  /** Fails with a KernelError: `unsupported` where the kernel lacks the family. */
  constructor(family: number, options: { readonly path: string; readonly timeoutMs: number }) {
    this.#path = options.path;
    this.#timeoutMs = options.timeoutMs;
    if (endianness() !== 'LE') throw this.#error('unsupported', 'open', 'a big-endian machine');
    this.#fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, family);
    if (this.#fd < 0) {
      const name = errnoName(errno());
      throw this.#error(
        name === 'EPROTONOSUPPORT' || name === 'EAFNOSUPPORT' ? 'unsupported' : 'unreadable',
        'open',
        name,
      );
    }
    try {
      this.port = this.#setUp();
    } catch (cause) {
      this.close();
      throw cause;
    }
  }

  send(message: Uint8Array): void {
    if (send(this.#fd, message, message.length, 0) !== message.length) throw this.#failure('send');
  }

  receive(buffer: Uint8Array): number | 'lost' {
    for (;;) {
      const length = recv(this.#fd, buffer, buffer.length, MSG_TRUNC);
      const received = this.#received(length, buffer, length < 0 ? errno() : 0);
      if (received !== 'again') return received;
    }
  }

  async sendOnThread(message: Uint8Array): Promise<void> {
    const sent = await sendOnThread(this.#fd, message, message.length, 0);
    if (sent.result !== message.length) throw this.#error('unreadable', 'send', errnoName(sent.errno));
  }

  async receiveOnThread(buffer: Uint8Array): Promise<number | 'lost'> {
    for (;;) {
      const { result, errno } = await recvOnThread(this.#fd, buffer, buffer.length, MSG_TRUNC);
      const received = this.#received(result, buffer, errno);
      if (received !== 'again') return received;
    }
  }

  #received(length: number, buffer: Uint8Array, errno: number): number | 'lost' | 'again' {
    if (length > buffer.length) throw this.#error('too-large', 'recv', `${length} bytes`);
    if (length >= 0) return length;
    const name = errnoName(errno);
    if (name === 'ENOBUFS') return 'lost';
    if (name === 'EINTR') return 'again';
    if (name === 'EAGAIN') throw this.#error('timed-out', 'recv', `${this.#timeoutMs} ms`);
    throw this.#error('unreadable', 'recv', name);
  }

  close(): void {
    const fd = this.#fd;
    this.#fd = -1;
    if (fd >= 0) close(fd);
  }

  #setUp(): number {
    const timeval = new BigInt64Array([
      BigInt(Math.floor(this.#timeoutMs / 1000)),
      BigInt(Math.round((this.#timeoutMs % 1000) * 1000)),
    ]);
    this.#check(setsockopt(this.#fd, SOL_SOCKET, SO_RCVTIMEO, new Uint8Array(timeval.buffer), 16), 'setsockopt');
    // Beyond net.core.rmem_max the kernel takes what it allows, which is enough for one dump.
    const rcvbuf = new Uint8Array(new Int32Array([RCVBUF_BYTES]).buffer);
    this.#check(setsockopt(this.#fd, SOL_SOCKET, SO_RCVBUF, rcvbuf, 4), 'setsockopt');
    const address = new Uint8Array(SOCKADDR_NL_BYTES);
    address[0] = AF_NETLINK;
    this.#check(bind(this.#fd, address, SOCKADDR_NL_BYTES), 'bind');
    const own = new Uint32Array(SOCKADDR_NL_BYTES / 4);
    this.#check(getsockname(this.#fd, new Uint8Array(own.buffer), new Uint32Array([SOCKADDR_NL_BYTES])), 'getsockname');
    // Connected to port 0, the kernel, the socket takes no message from another process.
    this.#check(connect(this.#fd, address, SOCKADDR_NL_BYTES), 'connect');
    return own[1] ?? 0;
  }

  #check(result: number, operation: string): void {
    if (result < 0) throw this.#failure(operation);
  }

  #failure(operation: string): KernelError {
    return this.#error('unreadable', operation, errnoName(errno()));
  }

  #error(
    code: 'unsupported' | 'unreadable' | 'timed-out' | 'too-large',
    operation: string,
    detail: string,
  ): KernelError {
    return new KernelError({ code, operation, path: this.#path, detail });
  }
}
