import { AttributeTable } from './AttributeTable.ts';
import type { DiagBuffer } from './DiagBuffer.ts';
import type { DiagCursor } from './DiagReader.ts';
import { SOCKET_STATES } from './socketStates.ts';
import { UNIX_SOCKET_TYPES } from './unixSocketTypes.ts';
import { AF_UNIX, SKMEM, UNIX_DIAG, UNIX_DIAG_MSG_BYTES, UNIX_MSG } from './wire.ts';

const TEXT = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * One Unix socket of a dump, seen in place in the receive buffer: reading a number costs a load and allocates nothing.
 *
 * A cursor is valid only inside the visitor it was given to; `toUnixSocket` makes a copy that lasts. A number the kernel did not
 * send, or was not asked for, is NaN.
 */
export class UnixDiagCursor implements DiagCursor {
  readonly cookieOffset = UNIX_MSG.cookie;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  /** Byte offset of struct unix_diag_msg. */
  #at = 0;
  readonly #attributes: AttributeTable;

  constructor(buffer: DiagBuffer) {
    this.#bytes = buffer.bytes;
    this.#words = buffer.words;
    this.#attributes = new AttributeTable(buffer, UNIX_DIAG.uid);
  }

  holds(at: number, end: number): boolean {
    return (
      at + UNIX_DIAG_MSG_BYTES <= end &&
      this.#bytes[at + UNIX_MSG.family] === AF_UNIX &&
      UNIX_SOCKET_TYPES[this.#bytes[at + UNIX_MSG.type] ?? 0] !== undefined &&
      SOCKET_STATES[this.#bytes[at + UNIX_MSG.state] ?? 0] !== undefined
    );
  }

  /**
   * Moves to the unix_diag_msg at byte `at`, whose attributes end before byte `end`. False when they are damaged: an
   * attribute shorter than its header or longer than the rest ends the walk, and what came before it counts.
   */
  moveTo(at: number, end: number): boolean {
    this.#at = at;
    return this.#attributes.read(at + UNIX_DIAG_MSG_BYTES, end);
  }

  /** The kernel's number: 1 stream, 2 dgram, 5 seqpacket; `UNIX_SOCKET_TYPES` names them. */
  get type(): number {
    return this.#bytes[this.#at + UNIX_MSG.type] ?? 0;
  }
  /** The kernel's number, one of 1 established, 7 close (not connected) and 10 listen; `SOCKET_STATES` names them. */
  get state(): number {
    return this.#bytes[this.#at + UNIX_MSG.state] ?? 0;
  }
  get inode(): number {
    return this.#words[(this.#at + UNIX_MSG.inode) >> 2] ?? 0;
  }
  get cookieLow(): number {
    return this.#words[(this.#at + UNIX_MSG.cookie) >> 2] ?? 0;
  }
  get cookieHigh(): number {
    return this.#words[((this.#at + UNIX_MSG.cookie) >> 2) + 1] ?? 0;
  }

  /**
   * Listener: connections waiting for accept(). Stream and seqpacket: bytes not read yet. Datagram socket: bytes of the first
   * datagram alone; the kernel does not say how many wait behind it.
   */
  get recvQ(): number {
    return this.#word(UNIX_DIAG.rqlen, 0);
  }
  /** Listener: its backlog. All others: memory of what they sent and the other side has not read yet. */
  get sendQ(): number {
    return this.#word(UNIX_DIAG.rqlen, 1);
  }
  /** Inode of the socket this one is connected to; NaN where it is to none, 0 where no accept() has taken the other end yet. */
  get peerInode(): number {
    return this.#word(UNIX_DIAG.peer, 0);
  }
  /** Owner of the socket's file; since 5.3. */
  get uid(): number {
    return this.#word(UNIX_DIAG.uid, 0);
  }
  /** Bit 0: nothing is received any more, bit 1: nothing sent. */
  get shutdown(): number {
    return this.#attributes.u8(UNIX_DIAG.shutdown);
  }
  /** Listener: how many of the connections that wait for accept() are listed. */
  get pendingCount(): number {
    return Math.max(0, this.#attributes.size(UNIX_DIAG.icons)) >> 2;
  }
  /** Inode of the client of a waiting connection, by its place in the queue. */
  pendingInode(place: number): number {
    return this.#word(UNIX_DIAG.icons, place);
  }

  /** Inode of the file that the socket is bound to; NaN where it is to none. */
  get fileInode(): number {
    return this.#word(UNIX_DIAG.vfs, 0);
  }
  /** The file system of that file, as the kernel numbers them: twelve bits of a major number, then twenty of a minor one. */
  get fileDevice(): number {
    return this.#word(UNIX_DIAG.vfs, 1);
  }

  /** SK_MEMINFO_* by its number, see `SKMEM`. */
  skmemWord(word: number): number {
    return this.#word(UNIX_DIAG.meminfo, word);
  }
  get wmemAlloc(): number {
    return this.skmemWord(SKMEM.wmemAlloc);
  }
  get sndbuf(): number {
    return this.skmemWord(SKMEM.sndbuf);
  }

  /**
   * What the socket is bound to: a path, or an abstract name whose zero bytes show as @ (as `ss` prints it). Undefined where it
   * has no name. Text is made on demand: it allocates. It is whatever a program chose, control characters included.
   */
  get name(): string | undefined {
    if (this.#attributes.size(UNIX_DIAG.name) <= 0) return undefined;
    const bytes = this.#attributes.bytes(UNIX_DIAG.name);
    return bytes[0] === 0 ? TEXT.decode(bytes).replaceAll('\0', '@') : this.#attributes.text(UNIX_DIAG.name);
  }

  #word(attribute: number, word: number): number {
    return this.#attributes.u32(attribute, word * 4);
  }
}
