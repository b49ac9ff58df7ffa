import { endianness } from 'node:os';
import { errnoName } from '../errnoName.ts';
import { KernelError } from '../KernelError.ts';
import {
  bind,
  close,
  connect,
  errno,
  getsockname,
  getsockopt,
  recv,
  recvmmsg,
  recvOnThread,
  send,
  sendOnThread,
  setsockopt,
  socket,
} from '../libc.ts';
import type { MessageBatch } from './MessageBatch.ts';
import { AF_NETLINK, SKMEM } from './wire.ts';

const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVTIMEO = 20;
const SO_RCVBUFFORCE = 33;
const SO_MEMINFO = 55;
const SOL_NETLINK = 270;
const NETLINK_ADD_MEMBERSHIP = 1;
const NETLINK_CAP_ACK = 10;
const NETLINK_EXT_ACK = 11;
const MSG_TRUNC = 0x20;
const MSG_DONTWAIT = 0x40;
const MEMINFO_WORDS = 9;
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

/** The room that the kernel gives to events nobody has taken yet. */
export interface ReceiveRoom {
  /** Bytes of truesize. */
  readonly bytes: number;
  /** False where it is held to net.core.rmem_max: to get more takes CAP_NET_ADMIN. */
  readonly forced: boolean;
}

/** What events need of a socket; NetlinkSocket is the real one. */
export interface EventChannel {
  readonly room: ReceiveRoom;
  /** Messages received, 0 when there are none; `lost` when the kernel had no room for some. Never waits. */
  receiveMany(batch: MessageBatch): number | 'lost';
  /** Messages the kernel dropped for want of room since the socket was opened, modulo 2^32; NaN before 4.12. */
  dropped(): number;
  close(): void;
}

export interface NetlinkOptions {
  /** For errors. */
  readonly path: string;
  readonly timeoutMs: number;
  /** Multicast groups to join. */
  readonly groups?: readonly number[];
  /** Wanted size of the receive buffer; the kernel doubles it. */
  readonly rcvbufBytes?: number;
  /** The kernel says in words why it refuses something, where it can (4.12). */
  readonly explained?: boolean;
}

/** An AF_NETLINK socket that talks with the kernel alone, in the network namespace that this process was in when it was opened. */
export class NetlinkSocket implements NetlinkChannel, PatientChannel, EventChannel {
  readonly port: number;
  readonly room: ReceiveRoom;
  readonly #path: string;
  readonly #timeoutMs: number;
  #fd: number;

  /** Fails with a KernelError: `unsupported` where the kernel lacks the family. */
  constructor(family: number, options: NetlinkOptions) {
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
      this.room = this.#makeRoom(options.rcvbufBytes ?? RCVBUF_BYTES, options.rcvbufBytes !== undefined);
      this.port = this.#setUp();
      this.#join(options.groups ?? []);
      if (options.explained === true) this.#askForWords();
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

  receiveMany(batch: MessageBatch): number | 'lost' {
    for (;;) {
      const messages = recvmmsg(this.#fd, batch.headers, batch.size, MSG_DONTWAIT | MSG_TRUNC, null);
      if (messages >= 0) return messages;
      const name = errnoName(errno());
      if (name === 'EAGAIN') return 0;
      if (name === 'ENOBUFS') return 'lost';
      if (name !== 'EINTR') throw this.#error('unreadable', 'recvmmsg', name);
    }
  }

  dropped(): number {
    const words = new Uint32Array(MEMINFO_WORDS);
    const length = new Uint32Array([words.byteLength]);
    const bytes = new Uint8Array(words.buffer);
    if (getsockopt(this.#fd, SOL_SOCKET, SO_MEMINFO, bytes, length) < 0 || length[0] !== words.byteLength)
      return Number.NaN;
    return words[SKMEM.drops] ?? Number.NaN;
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
    const address = new Uint8Array(SOCKADDR_NL_BYTES);
    address[0] = AF_NETLINK;
    this.#check(bind(this.#fd, address, SOCKADDR_NL_BYTES), 'bind');
    const own = new Uint32Array(SOCKADDR_NL_BYTES / 4);
    this.#check(getsockname(this.#fd, new Uint8Array(own.buffer), new Uint32Array([SOCKADDR_NL_BYTES])), 'getsockname');
    // Connected to port 0, the kernel, the socket takes no message from another process.
    this.#check(connect(this.#fd, address, SOCKADDR_NL_BYTES), 'connect');
    return own[1] ?? 0;
  }

  /** Beyond net.core.rmem_max the kernel gives what that allows, which is enough for one dump, unless it is made to. */
  #makeRoom(wanted: number, force: boolean): ReceiveRoom {
    const forced = force && setsockopt(this.#fd, SOL_SOCKET, SO_RCVBUFFORCE, int(wanted), 4) === 0;
    if (!forced) this.#check(setsockopt(this.#fd, SOL_SOCKET, SO_RCVBUF, int(wanted), 4), 'setsockopt');
    const given = new Uint32Array(1);
    const length = new Uint32Array([given.byteLength]);
    this.#check(getsockopt(this.#fd, SOL_SOCKET, SO_RCVBUF, new Uint8Array(given.buffer), length), 'getsockopt');
    return { bytes: given[0] ?? 0, forced };
  }

  /** After bind: a socket without a port of its own is taken for the sender, the kernel, and skipped. */
  #join(groups: readonly number[]): void {
    for (const group of groups) {
      if (setsockopt(this.#fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, int(group), 4) === 0) continue;
      const name = errnoName(errno());
      throw this.#error(name === 'EINVAL' ? 'unsupported' : 'unreadable', 'join', `group ${group}: ${name}`);
    }
  }

  /** An older kernel knows neither and goes on to say numbers alone. */
  #askForWords(): void {
    setsockopt(this.#fd, SOL_NETLINK, NETLINK_CAP_ACK, int(1), 4);
    setsockopt(this.#fd, SOL_NETLINK, NETLINK_EXT_ACK, int(1), 4);
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

function int(value: number): Uint8Array {
  return new Uint8Array(new Int32Array([value]).buffer);
}
