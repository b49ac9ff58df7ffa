import { ProtocolError } from '../errors.ts';
import { unzigzag } from './ByteWriter.ts';
import { FRAME_LIMITS } from './limits.ts';

// A byte order mark is a letter like any other here: a text arrives as it was sent.
const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const bad = (message: string): ProtocolError => new ProtocolError('bad-frame', 'decode', message);

/** Reads what ByteWriter wrote; the end, an overlong varint or broken UTF-8 is a `bad-frame` error. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw bad(`frame ends at byte ${this.#at}`);
    this.#at++;
    return value;
  }

  varint(): number {
    let value = 0;
    let factor = 1;
    for (let n = 0; n < 8; n++) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      factor *= 0x80;
    }
    throw bad(`number at byte ${this.#at} is larger than 2^53`);
  }

  /** A count that must not exceed `most`, named in the error. */
  count(most: number, what: string): number {
    const value = this.varint();
    if (value > most) throw bad(`${value} ${what}, at most ${most} are allowed`);
    return value;
  }

  skip(bytes: number): void {
    if (bytes > this.remaining) throw bad(`frame ends ${bytes - this.remaining} bytes early`);
    this.#at += bytes;
  }

  signed(): number {
    return unzigzag(this.varint());
  }

  float64(): number {
    if (this.remaining < 8) throw bad(`frame ends inside a number at byte ${this.#at}`);
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  string(): string {
    const length = this.count(FRAME_LIMITS.stringBytes, 'bytes of text');
    if (length > this.remaining) throw bad(`frame ends inside a text at byte ${this.#at}`);
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    try {
      return text.decode(bytes);
    } catch (cause) {
      throw new ProtocolError('bad-frame', 'decode', `text before byte ${this.#at} is not UTF-8`, { cause });
    }
  }
}
