import { type InetDiagCursor, IPPROTO_TCP, TCP_INFO_U8, TCP_INFO_U32, TCP_INFO_U64 } from '@netstrata/kernel';
import { emptyDelta, type SocketCounters, type SocketDelta } from '../sockets/PreviousSockets.ts';

/** `unconnected`: a listener, or a TCP socket that was never used. `failed`: an attempt that no peer answered, or refused. */
export type ClosedKind = 'connection' | 'failed' | 'unconnected' | 'udp';
export type Direction = 'in' | 'out';

/** What dumps have said of a socket that is now closed. */
export interface DumpedFacts {
  /** Whether the dump before the last did not list it; undefined before there were two. */
  readonly isShort: (cursor: InetDiagCursor) => boolean | undefined;
  /** Undefined before there was a dump. */
  readonly directionOf: (cursor: InetDiagCursor) => Direction | undefined;
  /** Writes what it did since the last dump that listed it. */
  readonly finish: (key: number, counters: Pick<SocketCounters, 'txBytes' | 'rxBytes'>, delta: SocketDelta) => void;
}

/** One closed socket with what follows from the dumps before: a cursor that moves, like the kernel's. A number that is unknown is NaN. */
export class ClosedSocket {
  readonly #facts: DumpedFacts;
  readonly delta = emptyDelta();
  readonly #counters = { txBytes: 0, rxBytes: 0 };
  #cursor: InetDiagCursor | undefined;
  kind: ClosedKind = 'unconnected';
  /** Of a connection. */
  isShort: boolean | undefined;
  direction: Direction | undefined;
  receivedBytes = 0;
  ackedBytes = 0;
  sentBytes = 0;
  retransBytes = 0;
  rttUs = 0;

  constructor(facts: DumpedFacts) {
    this.#facts = facts;
  }

  get cursor(): InetDiagCursor {
    if (this.#cursor === undefined) throw new TypeError('the view was not moved to a socket yet');
    return this.#cursor;
  }

  /** Closed with data that was not sent, or was sent and not acknowledged. SYN and FIN are acknowledged as a byte each. */
  get isUnfinished(): boolean {
    const unacked = this.sentBytes - this.retransBytes - this.ackedBytes;
    return unacked > 0 || this.cursor.tcpInfo32(TCP_INFO_U32.notsentBytes) > 0;
  }

  get isRetransmitting(): boolean {
    return this.cursor.tcpInfo8(TCP_INFO_U8.retransmits) > 0;
  }

  moveTo(cursor: InetDiagCursor): void {
    this.#cursor = cursor;
    if (cursor.protocol !== IPPROTO_TCP) {
      this.kind = 'udp';
      return;
    }
    this.receivedBytes = cursor.tcpInfo64(TCP_INFO_U64.bytesReceived);
    this.ackedBytes = cursor.tcpInfo64(TCP_INFO_U64.bytesAcked);
    this.rttUs = cursor.tcpInfo32(TCP_INFO_U32.rttUs);
    this.kind = cursor.remotePort === 0 ? 'unconnected' : this.#wasEstablished ? 'connection' : 'failed';
    if (this.kind !== 'connection') return;
    this.sentBytes = cursor.tcpInfo64(TCP_INFO_U64.bytesSent);
    this.retransBytes = cursor.tcpInfo64(TCP_INFO_U64.bytesRetrans);
    this.isShort = this.#facts.isShort(cursor);
    this.direction = this.#facts.directionOf(cursor);
    this.#counters.txBytes = this.ackedBytes;
    this.#counters.rxBytes = this.receivedBytes;
    this.#facts.finish(cursor.cookieKey, this.#counters, this.delta);
  }

  /** A handshake that came to its end delivered its SYN, and nearly always measured a round trip. */
  get #wasEstablished(): boolean {
    const delivered = this.cursor.tcpInfo32(TCP_INFO_U32.delivered);
    return delivered > 0 || this.rttUs > 0 || this.ackedBytes > 0 || this.receivedBytes > 0;
  }
}
