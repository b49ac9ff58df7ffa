import { AttributeCursor } from './AttributeCursor.ts';
import type { DiagBuffer } from './DiagBuffer.ts';

const TWO_32 = 4_294_967_296;
const TEXT = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The attributes of one netlink message by their type, in place: reading a number costs a load and allocates nothing. A number that
 * was not sent, or in fewer bytes than it has, is NaN. Of an attribute that comes twice the last one counts, as in the kernel.
 */
export class AttributeTable {
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #cursor: AttributeCursor;
  readonly #places: Uint32Array;
  /** -1 for an attribute that did not come. */
  readonly #lengths: Int32Array;

  /** `most` is the highest type that is looked at; kernels newer than this product send others, which are passed by. */
  constructor(buffer: DiagBuffer, most: number) {
    this.#bytes = buffer.bytes;
    this.#words = buffer.words;
    this.#cursor = new AttributeCursor(buffer);
    this.#places = new Uint32Array(most + 1);
    this.#lengths = new Int32Array(most + 1).fill(-1);
  }

  /** Takes in the attributes from byte `at` to before `end`; false when they are damaged: what came before the damage counts. */
  read(at: number, end: number): boolean {
    const cursor = this.#cursor;
    const most = this.#lengths.length;
    this.#lengths.fill(-1);
    for (cursor.begin(at, end); cursor.next(); ) {
      if (cursor.type >= most) continue;
      this.#places[cursor.type] = cursor.at;
      this.#lengths[cursor.type] = cursor.length;
    }
    return !cursor.damaged;
  }

  /** The attributes inside a nest of another table; false, and none, where it was not sent. */
  readNest(outer: AttributeTable, type: number): boolean {
    const at = outer.place(type);
    return this.read(at, at + Math.max(0, outer.size(type))) && outer.has(type);
  }

  has(type: number): boolean {
    return this.size(type) >= 0;
  }
  /** Bytes of the payload, -1 where it was not sent. */
  size(type: number): number {
    return this.#lengths[type] ?? -1;
  }
  /** Where in the buffer the payload begins. */
  place(type: number): number {
    return this.#places[type] ?? 0;
  }

  u8(type: number, offset = 0): number {
    return offset < this.size(type) ? (this.#bytes[this.place(type) + offset] ?? Number.NaN) : Number.NaN;
  }
  u32(type: number, offset = 0): number {
    if (offset + 4 > this.size(type)) return Number.NaN;
    return this.#words[(this.place(type) + offset) >> 2] ?? Number.NaN;
  }
  /** Rounded above 2^53. */
  u64(type: number, offset = 0): number {
    if (offset + 8 > this.size(type)) return Number.NaN;
    const word = (this.place(type) + offset) >> 2;
    return (this.#words[word + 1] ?? Number.NaN) * TWO_32 + (this.#words[word] ?? Number.NaN);
  }
  /** A view of the payload, valid as long as the buffer's content; empty where it was not sent. */
  bytes(type: number): Uint8Array {
    const at = this.place(type);
    return this.#bytes.subarray(at, at + Math.max(0, this.size(type)));
  }
  /** A string without the NUL that ends it; undefined where it was not sent. */
  text(type: number): string | undefined {
    if (!this.has(type)) return undefined;
    const bytes = this.bytes(type);
    const nul = bytes.indexOf(0);
    return TEXT.decode(nul < 0 ? bytes : bytes.subarray(0, nul));
  }
}
