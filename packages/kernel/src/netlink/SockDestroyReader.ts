import type { DiagBuffer } from './DiagBuffer.ts';
import { InetDiagCursor } from './InetDiagCursor.ts';
import type { SocketVisitor } from './InetDiagReader.ts';
import { IPPROTO_TCP, IPPROTO_UDP, NLMSG_HEADER_BYTES, SOCK_DIAG_BY_FAMILY } from './wire.ts';

/** What a datagram of events held. */
export interface EventCounts {
  /** Sockets shown. */
  events: number;
  /** Messages that made no sense: not shown, or shown without the attributes that did not. */
  damaged: number;
  /** Messages of another kind, or of a protocol that no group was joined for: not shown. */
  foreign: number;
}

/** Reads the kernel's messages about destroyed sockets in place. Whatever bytes there are, it ends and shows only what they hold. */
export class SockDestroyReader {
  readonly #words: Uint32Array;
  readonly #cursor: InetDiagCursor;

  constructor(buffer: DiagBuffer) {
    this.#words = buffer.words;
    this.#cursor = new InetDiagCursor(buffer);
  }

  /** Reads what lies from byte `from`, which four divides, to before byte `to` of the buffer. */
  read(from: number, to: number, counts: EventCounts, visit: SocketVisitor): void {
    let at = from;
    while (at < to) {
      const size = at + NLMSG_HEADER_BYTES <= to ? (this.#words[at >> 2] ?? 0) : 0;
      if (size < NLMSG_HEADER_BYTES || at + size > to) {
        counts.damaged++;
        return;
      }
      this.#readMessage(at, at + size, counts, visit);
      at += (size + 3) & ~3;
    }
  }

  #readMessage(at: number, end: number, counts: EventCounts, visit: SocketVisitor): void {
    const cursor = this.#cursor;
    const payload = at + NLMSG_HEADER_BYTES;
    if (((this.#words[(at >> 2) + 1] ?? 0) & 0xffff) !== SOCK_DIAG_BY_FAMILY) {
      counts.foreign++;
      return;
    }
    if (!cursor.holds(payload, end)) {
      counts.damaged++;
      return;
    }
    if (!cursor.moveTo(payload, end)) counts.damaged++;
    const { protocol } = cursor;
    if (protocol === IPPROTO_TCP || protocol === IPPROTO_UDP) {
      counts.events++;
      visit(cursor);
    } else {
      counts.foreign++;
    }
  }
}
