import { DiagBuffer } from './DiagBuffer.ts';
import { InetDiagCursor } from './InetDiagCursor.ts';

const CHUNK_BYTES = 1 << 20;
const FIRST_PLACES = 1024;
/** About 60 MB with all that the kernel tells of a TCP socket. */
const MOST_SOCKETS = 131_072;

interface Chunk {
  readonly buffer: DiagBuffer;
  readonly cursor: InetDiagCursor;
}

/** Copies of sockets of a dump, byte for byte, to be looked at again by the same cursor. Its memory is used anew by what is stored next. */
export class InetSocketStore {
  readonly #chunks: Chunk[] = [];
  #places = new Uint32Array(FIRST_PLACES);
  #lengths = new Uint16Array(FIRST_PLACES);
  #count = 0;
  #next = 0;

  get length(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#chunks.length * CHUNK_BYTES + this.#places.byteLength + this.#lengths.byteLength;
  }

  /** Begins anew. */
  clear(): void {
    this.#count = 0;
    this.#next = 0;
  }

  /** Gives the memory back too. */
  release(): void {
    this.clear();
    this.#chunks.length = 0;
    this.#places = new Uint32Array(FIRST_PLACES);
    this.#lengths = new Uint16Array(FIRST_PLACES);
  }

  /** False when there is no room for more. */
  add(cursor: InetDiagCursor): boolean {
    const { message } = cursor;
    if (this.#count >= MOST_SOCKETS || message.length > 0xffff) return false;
    const room = CHUNK_BYTES - (this.#next % CHUNK_BYTES);
    const at = message.length > room ? this.#next + room : this.#next;
    const index = Math.floor(at / CHUNK_BYTES);
    this.#chunks[index] ??= chunk();
    this.#chunks[index].buffer.bytes.set(message, at % CHUNK_BYTES);
    if (this.#count === this.#places.length) this.#grow();
    this.#places[this.#count] = at;
    this.#lengths[this.#count] = message.length;
    this.#count++;
    // Words are read in fours.
    this.#next = at + ((message.length + 3) & ~3);
    return true;
  }

  /** The socket that was stored as number `index`, until the next look. */
  at(index: number): InetDiagCursor {
    if (index >= this.#count) throw new RangeError(`there are ${this.#count} sockets, and no number ${index}`);
    const place = this.#places[index] ?? 0;
    const { cursor } = this.#chunks[Math.floor(place / CHUNK_BYTES)] as Chunk;
    const start = place % CHUNK_BYTES;
    cursor.moveTo(start, start + (this.#lengths[index] ?? 0));
    return cursor;
  }

  #grow(): void {
    const places = new Uint32Array(this.#places.length * 2);
    const lengths = new Uint16Array(this.#places.length * 2);
    places.set(this.#places);
    lengths.set(this.#lengths);
    this.#places = places;
    this.#lengths = lengths;
  }
}

function chunk(): Chunk {
  const buffer = new DiagBuffer(CHUNK_BYTES);
  return { buffer, cursor: new InetDiagCursor(buffer) };
}
