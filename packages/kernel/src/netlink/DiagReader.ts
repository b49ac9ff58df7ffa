import { errnoName } from '../errnoName.ts';
import { KernelError } from '../KernelError.ts';
import { CookieSet } from './CookieSet.ts';
import type { DiagBuffer } from './DiagBuffer.ts';
import {
  NLM_F_DUMP_INTR,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_HEADER_BYTES,
  NLMSG_NOOP,
  NLMSG_OVERRUN,
  SOCK_DIAG_BY_FAMILY,
  TCPDIAG_GETSOCK,
} from './wire.ts';

/** How a dump went. Only `sockets` were shown to the visitor. */
export interface DumpResult {
  sockets: number;
  /** The kernel's tables changed under the dump, or part of it was lost: sockets may be missing. */
  interrupted: boolean;
  /** Sockets listed again while they moved; each was shown once. */
  doubled: number;
  /** Messages that made no sense in whole (not shown) or in their last attributes (shown without them). */
  damaged: number;
  /** Messages of another request, left over or forged; not looked at. */
  foreign: number;
}

/** One kind of socket message, seen in place: the family's part of a dump. */
export interface DiagCursor {
  /** Where in its message the 64-bit cookie stands. */
  readonly cookieOffset: number;
  /** Whether the bytes from `at` to `end` hold a socket of this kind, attributes aside. */
  holds(at: number, end: number): boolean;
  /** Moves to the socket at `at`; false when its attributes are damaged. */
  moveTo(at: number, end: number): boolean;
}

/**
 * Reads datagrams of a NETLINK_SOCK_DIAG dump in place. Knows nothing of sockets and system calls: whatever bytes are in the
 * buffer, it ends, shows only sockets that the bytes hold, and fails with nothing but a KernelError (or the visitor's own error).
 */
export class DiagReader<Cursor extends DiagCursor> {
  readonly #buffer: DiagBuffer;
  readonly #cursor: Cursor;
  readonly #seen = new CookieSet();
  #seq = 0;
  #port = 0;
  #path = '';
  #result: DumpResult = emptyResult();

  /** `cursor` looks at the same buffer. */
  constructor(buffer: DiagBuffer, cursor: Cursor) {
    this.#buffer = buffer;
    this.#cursor = cursor;
  }

  /** Begins a dump: only answers to request `seq` of port `port` count. */
  begin(expected: { readonly seq: number; readonly port: number; readonly path: string }): void {
    this.#seq = expected.seq;
    this.#port = expected.port;
    this.#path = expected.path;
    this.#result = emptyResult();
    this.#seen.clear();
  }

  get result(): DumpResult {
    return this.#result;
  }

  /** Reads one datagram of `length` bytes. True when it ended the dump. */
  readDatagram(length: number, visit: (cursor: Cursor) => void): boolean {
    const { words } = this.#buffer;
    let at = 0;
    while (at < length) {
      const size = at + NLMSG_HEADER_BYTES <= length ? (words[at >> 2] ?? 0) : 0;
      if (size < NLMSG_HEADER_BYTES || at + size > length) throw this.#malformed(`a message of ${size} bytes at ${at}`);
      if (this.#readMessage(at, at + size, visit)) return true;
      at += (size + 3) & ~3;
    }
    return false;
  }

  #readMessage(at: number, end: number, visit: (cursor: Cursor) => void): boolean {
    const { words } = this.#buffer;
    const word = at >> 2;
    if (words[word + 2] !== this.#seq || words[word + 3] !== this.#port) {
      this.#result.foreign++;
      return false;
    }
    const kind = words[word + 1] ?? 0;
    if (((kind >>> 16) & NLM_F_DUMP_INTR) !== 0) this.#result.interrupted = true;
    switch (kind & 0xffff) {
      case SOCK_DIAG_BY_FAMILY:
      case TCPDIAG_GETSOCK:
        this.#readSocket(at + NLMSG_HEADER_BYTES, end, visit);
        return false;
      case NLMSG_DONE:
        this.#throwIfRefused(at + NLMSG_HEADER_BYTES, end);
        return true;
      case NLMSG_ERROR:
        this.#throwIfRefused(at + NLMSG_HEADER_BYTES, end);
        return false;
      case NLMSG_OVERRUN:
        this.#result.interrupted = true;
        return false;
      case NLMSG_NOOP:
        return false;
      default:
        this.#result.damaged++;
        return false;
    }
  }

  #readSocket(at: number, end: number, visit: (cursor: Cursor) => void): void {
    const result = this.#result;
    const cursor = this.#cursor;
    if (!cursor.holds(at, end)) {
      result.damaged++;
      return;
    }
    const { words } = this.#buffer;
    const cookie = (at + cursor.cookieOffset) >> 2;
    if (!this.#seen.add(words[cookie] ?? 0, words[cookie + 1] ?? 0)) {
      result.doubled++;
      return;
    }
    if (!cursor.moveTo(at, end)) result.damaged++;
    result.sockets++;
    visit(cursor);
  }

  /** NLMSG_ERROR and NLMSG_DONE carry a negative errno, or 0 (an acknowledgement) or, for DONE, any number that is not negative. */
  #throwIfRefused(at: number, end: number): void {
    if (at + 4 > end) throw this.#malformed('an answer without its error number');
    const number = -((this.#buffer.words[at >> 2] ?? 0) | 0);
    if (number <= 0) return;
    const name = errnoName(number);
    const missing = name === 'ENOENT' || name === 'EOPNOTSUPP' || name === 'EPROTONOSUPPORT';
    throw new KernelError({
      code: missing ? 'unsupported' : name === 'EPERM' || name === 'EACCES' ? 'permission' : 'rejected',
      operation: 'dump',
      path: this.#path,
      detail: name,
    });
  }

  #malformed(detail: string): KernelError {
    return new KernelError({ code: 'malformed', operation: 'dump', path: this.#path, detail });
  }
}

function emptyResult(): DumpResult {
  return { sockets: 0, interrupted: false, doubled: 0, damaged: 0, foreign: 0 };
}
