import { ProtocolError } from '../errors.ts';
import { FRAME_LIMITS } from './limits.ts';

const text = new TextEncoder();
/** From here on bit operators would cut a number off. */
const BITS_END = 2 ** 31;

/** Grows a buffer of unsigned varints (LEB128, up to 2^53), strings and float64. */
export class ByteWriter {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  varint(value: number): void {
    this.#room(8);
    let rest = value;
    while (rest >= BITS_END) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Whole numbers of either sign, small ones short. */
  signed(value: number): void {
    this.varint(zigzag(value));
  }

  float64(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  string(value: string): void {
    const bytes = text.encode(value);
    if (bytes.length > FRAME_LIMITS.stringBytes)
      throw new ProtocolError(
        'bad-frame',
        'encode',
        `"${value.slice(0, 32)}…" is longer than ${FRAME_LIMITS.stringBytes} bytes`,
      );
    this.varint(bytes.length);
    this.bytes(bytes);
  }

  bytes(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A copy of what was written; the writer is empty again. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + bytes));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** 0, -1, 1, -2 … to 0, 1, 2, 3 …; by arithmetic, since bit operators stop at 32 bits. */
export const zigzag = (value: number): number => (value < 0 ? -value * 2 - 1 : value * 2);

export const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);
