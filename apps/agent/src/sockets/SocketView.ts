import {
  type InetDiagCursor,
  SOCKET_STATES,
  type SocketProtocol,
  type SocketState,
  STATE_NUMBER,
  TCP_INFO_U8,
  TCP_INFO_U32,
  TCP_INFO_U64,
} from '@netstrata/kernel';
import { isPartHeld, type SocketLimit } from '@netstrata/metrics';
import { isProgramShort, isSendStarved, type LimitFacts, limitOf, type SendFacts } from './limitOf.ts';
import {
  emptyCounters,
  emptyDelta,
  type PreviousSockets,
  type SocketCounters,
  type SocketDelta,
} from './PreviousSockets.ts';

const LISTEN = STATE_NUMBER.listen;
const UNKNOWN = Number.NaN;

/**
 * One socket of a dump with what follows from the dump before: a cursor that moves, like the kernel's that it looks through. Reading
 * allocates nothing. A number that is unknown is NaN.
 */
export class SocketView implements LimitFacts, SendFacts {
  readonly #previous: PreviousSockets | undefined;
  readonly #now = emptyCounters();
  readonly #delta = emptyDelta();
  #cursor: InetDiagCursor | undefined;
  #intervalMs = UNKNOWN;
  protocol: SocketProtocol = 'tcp';
  isListener = false;

  /** Without `previous` it moves back only. */
  constructor(previous?: PreviousSockets) {
    this.#previous = previous;
  }

  /** `intervalMs` is the time since the dump before, NaN for the first. */
  begin(intervalMs: number): void {
    this.#intervalMs = intervalMs;
  }

  get intervalMs(): number {
    return this.#intervalMs;
  }

  moveTo(cursor: InetDiagCursor, protocol: SocketProtocol): void {
    this.#cursor = cursor;
    this.protocol = protocol;
    this.isListener = protocol === 'tcp' && cursor.state === LISTEN;
    this.#exchange(cursor);
  }

  /** As `moveTo`, to a copy of a socket, with what it did as `changes` told it then. */
  moveBack(cursor: InetDiagCursor, protocol: SocketProtocol, changes: SocketDelta): void {
    this.#cursor = cursor;
    this.protocol = protocol;
    this.isListener = protocol === 'tcp' && cursor.state === LISTEN;
    Object.assign(this.#delta, changes);
  }

  /** What the socket did since the dump before, until the view moves. */
  get changes(): SocketDelta {
    return this.#delta;
  }

  get cursor(): InetDiagCursor {
    if (this.#cursor === undefined) throw new TypeError('the view was not moved to a socket yet');
    return this.#cursor;
  }
  get state(): SocketState {
    return SOCKET_STATES[this.cursor.state] ?? 'close';
  }
  get recvQ(): number {
    return this.cursor.recvQ;
  }
  get sendQ(): number {
    return this.cursor.sendQ;
  }
  get appLimited(): boolean {
    return this.cursor.deliveryRateAppLimited;
  }

  /** sk_wmem_queued for TCP; UDP queues nothing in the socket: its send memory is what the device has not sent yet. */
  get sendMemory(): number {
    return this.protocol === 'tcp' ? this.cursor.wmemQueued : this.cursor.wmemAlloc;
  }
  /** rmem_alloc / rcvbuf, both truesize; may exceed 1, since the kernel checks before it adds. */
  get receiveFill(): number {
    const { rcvbuf } = this.cursor;
    return rcvbuf > 0 && !this.isListener ? this.cursor.rmemAlloc / rcvbuf : UNKNOWN;
  }
  get sendFill(): number {
    const { sndbuf } = this.cursor;
    return sndbuf > 0 && !this.isListener ? this.sendMemory / sndbuf : UNKNOWN;
  }
  /** Connections waiting against the backlog; a backlog of 0 still lets one wait. */
  get acceptFill(): number {
    return this.isListener ? this.recvQ / Math.max(1, this.sendQ) : UNKNOWN;
  }
  /** The fuller side; 0 where there is nothing to fill. */
  get fill(): number {
    if (this.isListener) return this.acceptFill;
    const receive = this.receiveFill;
    const send = this.sendFill;
    return Math.max(Number.isNaN(receive) ? 0 : receive, Number.isNaN(send) ? 0 : send);
  }

  get notsentBytes(): number {
    return this.tcp32(TCP_INFO_U32.notsentBytes);
  }
  get mssBytes(): number {
    return this.tcp32(TCP_INFO_U32.sndMssBytes);
  }
  get unackedSegs(): number {
    return this.tcp32(TCP_INFO_U32.unacked);
  }
  get cwnd(): number {
    return this.tcp32(TCP_INFO_U32.sndCwnd);
  }
  get sndWndBytes(): number {
    return this.tcp32(TCP_INFO_U32.sndWndBytes);
  }
  get sendStarved(): boolean {
    return isSendStarved(this);
  }

  get programShort(): boolean {
    return isProgramShort(this);
  }
  get partHeld(): boolean {
    return isPartHeld(this);
  }
  get unanswered(): number {
    return this.isListener ? UNKNOWN : this.cursor.tcpInfo8(TCP_INFO_U8.retransmits);
  }
  get rcvWndBytes(): number {
    return this.tcp32(TCP_INFO_U32.rcvWndBytes);
  }
  get rcvRttUs(): number {
    return this.tcp32(TCP_INFO_U32.rcvRttUs);
  }
  get rttUs(): number {
    return this.tcp32(TCP_INFO_U32.rttUs);
  }
  /** A field of tcp_info by its offset. Unknown for listeners, where the kernel gives some of them other meanings. */
  tcp32(offset: number): number {
    return this.isListener ? UNKNOWN : this.cursor.tcpInfo32(offset);
  }
  tcp64(offset: number): number {
    return this.isListener ? UNKNOWN : this.cursor.tcpInfo64(offset);
  }

  get busyUs(): number {
    return this.#delta.known ? this.#delta.busyUs : UNKNOWN;
  }
  get rwndLimitedUs(): number {
    return this.#delta.known ? this.#delta.rwndUs : UNKNOWN;
  }
  get sndbufLimitedUs(): number {
    return this.#delta.known ? this.#delta.sndbufUs : UNKNOWN;
  }
  get busyShare(): number {
    return this.#share(this.busyUs);
  }
  get rwndLimitedShare(): number {
    return this.#share(this.rwndLimitedUs);
  }
  get sndbufLimitedShare(): number {
    return this.#share(this.sndbufLimitedUs);
  }
  /** Bytes the peer has acknowledged, a second: what really arrived. */
  get txBytesPerSecond(): number {
    return this.#delta.known ? (this.#delta.txBytes * 1000) / this.#intervalMs : UNKNOWN;
  }
  get rxBytesPerSecond(): number {
    return this.#delta.known ? (this.#delta.rxBytes * 1000) / this.#intervalMs : UNKNOWN;
  }
  get limit(): SocketLimit {
    return limitOf(this);
  }

  /** The kernel's times have the resolution of a jiffy and may run ahead of our interval by as much. */
  #share(timeUs: number): number {
    return Math.min(1, timeUs / (this.#intervalMs * 1000));
  }

  #exchange(cursor: InetDiagCursor): void {
    this.#delta.known = false;
    if (this.isListener || cursor.tcpInfoBytes === 0) return;
    const now = this.#now;
    now.busyUs = cursor.tcpInfo64(TCP_INFO_U64.busyTimeUs);
    now.txBytes = cursor.tcpInfo64(TCP_INFO_U64.bytesAcked);
    now.rxBytes = cursor.tcpInfo64(TCP_INFO_U64.bytesReceived);
    // The handshake counts as one byte acknowledged. A connection that did nothing more is not worth remembering.
    if (!(now.busyUs > 0 || now.txBytes > 1 || now.rxBytes > 0)) {
      this.#standStill(now);
      return;
    }
    now.rwndUs = cursor.tcpInfo64(TCP_INFO_U64.rwndLimitedUs);
    now.sndbufUs = cursor.tcpInfo64(TCP_INFO_U64.sndbufLimitedUs);
    this.#previous?.exchange(cursor.cookieKey, now, this.#delta);
  }

  /** It never did anything, so it did nothing since the dump before either; what the kernel does not count stays unknown. */
  #standStill({ busyUs, txBytes, rxBytes }: SocketCounters): void {
    const delta = this.#delta;
    delta.known = this.#previous !== undefined;
    delta.busyUs = busyUs;
    delta.rwndUs = busyUs;
    delta.sndbufUs = busyUs;
    delta.txBytes = Number.isNaN(txBytes) ? UNKNOWN : 0;
    delta.rxBytes = rxBytes;
  }
}
