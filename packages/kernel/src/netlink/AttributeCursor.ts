import type { DiagBuffer } from './DiagBuffer.ts';

const HEADER_BYTES = 4;
/** Without NLA_F_NESTED and NLA_F_NET_BYTEORDER. */
const TYPE_MASK = 0x3fff;

/**
 * Walks the attributes of a netlink message in place: one object that moves, so that a dump of thousands of entries allocates nothing.
 * For a nest, begin a second cursor at this one's `at` and `end`.
 *
 *     for (attributes.begin(at, end); attributes.next(); ) if (attributes.type === NDA_DST) ...
 */
export class AttributeCursor {
  readonly #words: Uint32Array;
  #next = 0;
  #limit = 0;
  /** Of the attribute under the cursor, without its flags. */
  type = 0;
  /** Where its payload begins. */
  at = 0;
  /** Bytes of its payload. */
  length = 0;
  /** An attribute shorter than its header or longer than the rest ended the walk; what came before it counts. */
  damaged = false;

  constructor(buffer: DiagBuffer) {
    this.#words = buffer.words;
  }

  /** Where the payload ends. */
  get end(): number {
    return this.at + this.length;
  }

  /** Goes before the first of the attributes between byte `at`, a multiple of four, and byte `end`. */
  begin(at: number, end: number): void {
    this.#next = at;
    this.#limit = end;
    this.damaged = false;
  }

  next(): boolean {
    const start = this.#next;
    // Fewer bytes than a header are padding only when they are none.
    if (start + HEADER_BYTES > this.#limit) {
      this.damaged = start < this.#limit;
      return false;
    }
    const header = this.#words[start >> 2] ?? 0;
    const length = header & 0xffff;
    if (length < HEADER_BYTES || start + length > this.#limit) {
      this.damaged = true;
      return false;
    }
    this.type = (header >>> 16) & TYPE_MASK;
    this.at = start + HEADER_BYTES;
    this.length = length - HEADER_BYTES;
    this.#next = start + ((length + 3) & ~3);
    return true;
  }
}
