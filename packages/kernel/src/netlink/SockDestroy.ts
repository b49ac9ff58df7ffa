import { KernelError } from '../KernelError.ts';
import type { SocketVisitor } from './InetDiagReader.ts';
import { MessageBatch } from './MessageBatch.ts';
import { type EventChannel, NetlinkSocket, type ReceiveRoom } from './NetlinkSocket.ts';
import { type EventCounts, SockDestroyReader } from './SockDestroyReader.ts';
import { NETLINK_SOCK_DIAG, SKNLGRP_INET_DESTROY } from './wire.ts';

const PATH = 'NETLINK_SOCK_DIAG destroy groups';
const MESSAGES = 64;
/** A message has 380 bytes on 6.18; tcp_info grows by some ten bytes a year. */
const SLOT_BYTES = 1024;
const RCVBUF_BYTES = 8 * 1024 * 1024;
/** What the kernel charges for one event: its buffer is a power of two, and the struct that describes it 256. */
const EVENT_TRUESIZE_BYTES = 1280;
/** As many events as the buffer holds, and a little: a host that closes sockets faster than they are read must not keep a drain from ending. */
const MOST_EVENTS = 16_384;

/** How a drain went. */
export interface DrainResult extends EventCounts {
  /**
   * Events are missing: the kernel had no room for them, or it was not listened to for a while. Whoever keeps a state for each
   * socket has to compare it with a fresh dump.
   */
  resync: boolean;
  /** Events that the kernel had no room for; NaN where it does not tell how many. */
  lost: number;
  /** The bound was reached: there may be more at once. */
  more: boolean;
}

/** Room for events between two drains. */
export interface EventRoom extends ReceiveRoom {
  readonly events: number;
}

/**
 * TCP and UDP sockets of this network namespace at the moment the kernel destroys them, with the final tcp_info of TCP: by the
 * multicast groups of NETLINK_SOCK_DIAG, which need no privilege. Each socket that a program made or accepted is shown once, also one
 * that was never connected, a listener (no remote port) and a connection attempt that failed. A connection that goes to TIME-WAIT
 * is shown when it does, and not again. There is no inode, owner, or memory, and of UDP nothing but the addresses.
 *
 * The kernel queues events until `drain`: what does not fit is lost, and counted. While somebody listens, destroying a socket costs
 * the kernel about 3 µs more.
 *
 * Source: sock_diag_broadcast_destroy() in
 * https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/core/sock_diag.c?h=v6.18, since 4.3.
 */
export class SockDestroy {
  readonly #connect: () => EventChannel;
  readonly #batch = new MessageBatch(MESSAGES, SLOT_BYTES);
  readonly #reader = new SockDestroyReader(this.#batch.buffer);
  #channel: EventChannel | undefined;
  #wasOpen = false;
  #closed = false;
  #dropped = 0;

  constructor(connect: () => EventChannel = () => connectToKernel(RCVBUF_BYTES)) {
    this.#connect = connect;
  }

  /** Listens from now on. Fails with a KernelError, `unsupported` on kernels before 4.3. */
  static open(rcvbufBytes: number = RCVBUF_BYTES): SockDestroy {
    const destroy = new SockDestroy(() => connectToKernel(rcvbufBytes));
    destroy.#open();
    return destroy;
  }

  /** Undefined until it listens. */
  get room(): EventRoom | undefined {
    const room = this.#channel?.room;
    return room === undefined ? undefined : { ...room, events: Math.floor(room.bytes / EVENT_TRUESIZE_BYTES) };
  }

  /**
   * Shows the sockets destroyed since the drain before, without waiting. The first drain begins to listen, if `open` did not. The
   * cursor is one object that moves: take what is needed from it before returning. Fails with a KernelError, or with what `visit`
   * threw; then what was queued is lost.
   */
  drain(visit: SocketVisitor): DrainResult {
    const result: DrainResult = { events: 0, damaged: 0, foreign: 0, resync: false, lost: 0, more: false };
    if (this.#channel === undefined) {
      result.resync = this.#wasOpen;
      if (result.resync) result.lost = Number.NaN;
    }
    const channel = this.#channel ?? this.#open();
    try {
      this.#receiveAll(channel, result, visit);
      if (result.resync) result.lost += this.#lostSince(channel);
    } catch (cause) {
      this.#dropChannel();
      throw cause;
    }
    return result;
  }

  close(): void {
    this.#closed = true;
    this.#dropChannel();
  }

  #receiveAll(channel: EventChannel, result: DrainResult, visit: SocketVisitor): void {
    for (let received = 0; received < MOST_EVENTS; ) {
      const messages = channel.receiveMany(this.#batch);
      if (messages === 0) return;
      if (messages === 'lost') {
        result.resync = true;
        continue;
      }
      for (let message = 0; message < messages; message++) this.#readMessage(message, result, visit);
      received += messages;
    }
    result.more = true;
  }

  #readMessage(message: number, result: DrainResult, visit: SocketVisitor): void {
    const batch = this.#batch;
    const length = batch.lengthOf(message);
    const start = batch.startOf(message);
    if (length <= batch.slotBytes) this.#reader.read(start, start + length, result, visit);
    else result.damaged++;
  }

  /** The kernel says once that it lost something, and then takes no event until all that are queued have been read: those count too. */
  #lostSince(channel: EventChannel): number {
    const dropped = channel.dropped();
    const lost = Number.isNaN(dropped) ? dropped : (dropped - this.#dropped) >>> 0;
    this.#dropped = dropped;
    return lost;
  }

  #open(): EventChannel {
    if (this.#closed) throw new KernelError({ code: 'closed', operation: 'drain', path: PATH });
    this.#channel = this.#connect();
    this.#dropped = 0;
    this.#wasOpen = true;
    return this.#channel;
  }

  #dropChannel(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }
}

function connectToKernel(rcvbufBytes: number): EventChannel {
  return new NetlinkSocket(NETLINK_SOCK_DIAG, {
    path: PATH,
    timeoutMs: 1000,
    groups: SKNLGRP_INET_DESTROY,
    rcvbufBytes,
  });
}
