import { AttributeCursor } from './AttributeCursor.ts';
import type { DiagBuffer } from './DiagBuffer.ts';

const TWO_32 = 4_294_967_296;
const TEXT = new TextDecoder('utf-8', { ignoreBOM: true });

interface Place {
  readonly type: number;
  /** First byte of the payload, and how many there are. */
  readonly at: number;
  readonly length: number;
}

/**
 * The attributes between two places of a receive buffer with nests in nests, for answers that are read seldom: unlike AttributeTable it
 * allocates. Valid until the buffer is filled anew. One that did not come, or is shorter than what is asked of it, is undefined; of
 * one that came twice the later counts, as in the kernel.
 */
export class Attributes {
  readonly damaged: boolean;
  readonly #buffer: DiagBuffer;
  readonly #places: readonly Place[];

  /** From byte `at`, a multiple of four, to before byte `end`. */
  constructor(buffer: DiagBuffer, at: number, end: number) {
    this.#buffer = buffer;
    const places: Place[] = [];
    const cursor = new AttributeCursor(buffer);
    for (cursor.begin(at, end); cursor.next(); )
      places.push({ type: cursor.type, at: cursor.at, length: cursor.length });
    this.damaged = cursor.damaged;
    this.#places = places;
  }

  u8(type: number): number | undefined {
    const place = this.#placeOf(type, 1);
    return place === undefined ? undefined : this.#buffer.bytes[place.at];
  }

  u16(type: number): number | undefined {
    const place = this.#placeOf(type, 2);
    return place === undefined ? undefined : (this.#buffer.words[place.at >> 2] ?? 0) & 0xffff;
  }

  u32(type: number): number | undefined {
    const place = this.#placeOf(type, 4);
    return place === undefined ? undefined : this.#buffer.words[place.at >> 2];
  }

  /** Rounded above 2^53. */
  u64(type: number): number | undefined {
    const place = this.#placeOf(type, 8);
    return place === undefined ? undefined : this.#u64At(place.at);
  }

  /** A text up to its NUL, or to the end of the attribute. */
  text(type: number): string | undefined {
    const place = this.#placeOf(type);
    if (place === undefined) return undefined;
    const bytes = this.#buffer.bytes.subarray(place.at, place.at + place.length);
    const nul = bytes.indexOf(0);
    return TEXT.decode(nul < 0 ? bytes : bytes.subarray(0, nul));
  }

  /** The payload itself, in place. */
  bytes(type: number): Uint8Array | undefined {
    const place = this.#placeOf(type);
    return place === undefined ? undefined : this.#buffer.bytes.subarray(place.at, place.at + place.length);
  }

  nested(type: number): Attributes | undefined {
    const place = this.#placeOf(type);
    return place === undefined ? undefined : this.#inside(place);
  }

  /** Of attributes that come once for each of many things: the attributes inside each, in order. */
  *each(type: number): Generator<Attributes> {
    for (const place of this.#places) if (place.type === type) yield this.#inside(place);
  }

  /** Every attribute of eight bytes by its type: a list of counters whose types are their numbers. */
  *counters(): Generator<readonly [type: number, value: number]> {
    for (const { type, at, length } of this.#places) if (length >= 8) yield [type, this.#u64At(at)];
  }

  #inside({ at, length }: Place): Attributes {
    return new Attributes(this.#buffer, at, at + length);
  }

  #placeOf(type: number, bytes = 0): Place | undefined {
    const place = this.#places.findLast((each) => each.type === type);
    return place !== undefined && place.length >= bytes ? place : undefined;
  }

  #u64At(at: number): number {
    const { words } = this.#buffer;
    return (words[at >> 2] ?? 0) + (words[(at >> 2) + 1] ?? 0) * TWO_32;
  }
}
