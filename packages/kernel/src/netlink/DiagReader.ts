import { CookieSet } from './CookieSet.ts';
import type { DiagBuffer } from './DiagBuffer.ts';
import { type DumpHealth, DumpReader, type ExpectedAnswer } from './DumpReader.ts';
import { SOCK_DIAG_BY_FAMILY, TCPDIAG_GETSOCK } from './wire.ts';

/** How a dump of sockets went. Only `sockets` were shown to the visitor. */
export interface DumpResult extends DumpHealth {
  sockets: number;
  /** Sockets listed again while they moved; each was shown once. */
  doubled: number;
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

/** Reads datagrams of a NETLINK_SOCK_DIAG dump: each socket is shown once, however often it is listed. */
export class DiagReader<Cursor extends DiagCursor> extends DumpReader<DumpResult, (cursor: Cursor) => void> {
  readonly #cursor: Cursor;
  readonly #seen = new CookieSet();

  /** `cursor` looks at the same buffer. */
  constructor(buffer: DiagBuffer, cursor: Cursor) {
    super(buffer, emptyResult);
    this.#cursor = cursor;
  }

  override begin(expected: ExpectedAnswer): void {
    super.begin(expected);
    this.#seen.clear();
  }

  protected override isEntry(type: number): boolean {
    return type === SOCK_DIAG_BY_FAMILY || type === TCPDIAG_GETSOCK;
  }

  protected override readEntry(at: number, end: number, visit: (cursor: Cursor) => void): void {
    const { result } = this;
    const cursor = this.#cursor;
    if (!cursor.holds(at, end)) {
      result.damaged++;
      return;
    }
    const { words } = this.buffer;
    const cookie = (at + cursor.cookieOffset) >> 2;
    if (!this.#seen.add(words[cookie] ?? 0, words[cookie + 1] ?? 0)) {
      result.doubled++;
      return;
    }
    if (!cursor.moveTo(at, end)) result.damaged++;
    result.sockets++;
    visit(cursor);
  }
}

function emptyResult(): DumpResult {
  return { sockets: 0, interrupted: false, doubled: 0, damaged: 0, foreign: 0 };
}
