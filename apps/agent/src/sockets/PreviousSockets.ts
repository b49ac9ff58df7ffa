/** What a socket did since the dump before. Microseconds and bytes; only meaningful when `known`. */
export interface SocketDelta {
  known: boolean;
  busyUs: number;
  rwndUs: number;
  sndbufUs: number;
  txBytes: number;
  rxBytes: number;
}

/** The counters of a socket as this dump shows them; NaN where the kernel has none. */
export interface SocketCounters {
  busyUs: number;
  rwndUs: number;
  sndbufUs: number;
  txBytes: number;
  rxBytes: number;
}

/** To be written into: one serves all sockets of a dump. */
export function emptyDelta(): SocketDelta {
  return { known: false, busyUs: 0, rwndUs: 0, sndbufUs: 0, txBytes: 0, rxBytes: 0 };
}
export function emptyCounters(): SocketCounters {
  return { busyUs: 0, rwndUs: 0, sndbufUs: 0, txBytes: 0, rxBytes: 0 };
}

const FIRST_SLOTS = 1024;
/** 52 bytes a slot and two slots a socket: at most 14 MB. */
const MOST_SOCKETS = 131_072;
const GOLDEN = 0x9e3779b1;

/**
 * The counters of the sockets that ever moved data, from the dump before, by cookie, in typed arrays: an open-addressed table.
 * A socket that was not in the dump before has no known delta, and neither has one beyond the bound.
 */
export class PreviousSockets {
  #slots = FIRST_SLOTS;
  #keys = new Float64Array(FIRST_SLOTS);
  #dumps = new Uint32Array(FIRST_SLOTS);
  #counters = new Float64Array(FIRST_SLOTS * 5);
  #used = 0;
  #touched = 0;
  #dump = 0;

  get size(): number {
    return this.#used;
  }
  get bytes(): number {
    return this.#keys.byteLength + this.#dumps.byteLength + this.#counters.byteLength;
  }

  beginDump(): void {
    this.#dump++;
    this.#touched = 0;
  }

  /** Forgets sockets that are gone, once they are the larger part. */
  endDump(): void {
    if (this.#used > FIRST_SLOTS / 2 && this.#used > this.#touched * 2) this.#rebuild();
  }

  /** Remembers `now` for the socket and writes what changed since the dump before into `delta`. */
  exchange(key: number, now: SocketCounters, delta: SocketDelta): void {
    delta.known = false;
    let slot = this.#find(key);
    if (this.#keys[slot] === 0) {
      if (this.#used >= MOST_SOCKETS) return;
      if (this.#used * 2 >= this.#slots) {
        this.#rebuild();
        slot = this.#find(key);
      }
      this.#keys[slot] = key;
      this.#used++;
    } else if (this.#dumps[slot] === this.#dump - 1) {
      this.#subtract(slot, now, delta);
    }
    this.#store(slot, now);
  }

  /**
   * Writes what a socket that is closed now did since the dump that last listed it, or ever where none did; `known` is false when there
   * was no room to remember it. `key` and the counters as its last message has them.
   */
  finish(key: number, { txBytes, rxBytes }: Pick<SocketCounters, 'txBytes' | 'rxBytes'>, delta: SocketDelta): void {
    const slot = this.#find(key);
    const isHere = this.#keys[slot] === key;
    const at = slot * 5;
    delta.txBytes = txBytes - (isHere ? (this.#counters[at + 3] as number) : 0);
    delta.rxBytes = rxBytes - (isHere ? (this.#counters[at + 4] as number) : 0);
    delta.known = (isHere || this.#used < MOST_SOCKETS) && delta.txBytes >= 0 && delta.rxBytes >= 0;
  }

  #subtract(slot: number, now: SocketCounters, delta: SocketDelta): void {
    const before = this.#counters;
    const at = slot * 5;
    delta.busyUs = now.busyUs - (before[at] as number);
    delta.rwndUs = now.rwndUs - (before[at + 1] as number);
    delta.sndbufUs = now.sndbufUs - (before[at + 2] as number);
    delta.txBytes = now.txBytes - (before[at + 3] as number);
    delta.rxBytes = now.rxBytes - (before[at + 4] as number);
    // Counters of a living socket only grow: a smaller one belongs to something else.
    delta.known = !(delta.busyUs < 0 || delta.txBytes < 0 || delta.rxBytes < 0);
  }

  #store(slot: number, now: SocketCounters): void {
    const at = slot * 5;
    this.#counters[at] = now.busyUs;
    this.#counters[at + 1] = now.rwndUs;
    this.#counters[at + 2] = now.sndbufUs;
    this.#counters[at + 3] = now.txBytes;
    this.#counters[at + 4] = now.rxBytes;
    this.#dumps[slot] = this.#dump;
    this.#touched++;
  }

  /** The slot of the key, or the free one where it belongs. */
  #find(key: number): number {
    const mask = this.#slots - 1;
    let slot = (Math.imul(key | 0, GOLDEN) >>> 7) & mask;
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  /** Keeps the sockets of this dump and the one before, with room for one more and as many again: a full table would be searched for ever. */
  #rebuild(): void {
    const keys = this.#keys;
    const dumps = this.#dumps;
    const counters = this.#counters;
    const oldest = this.#dump - 1;
    let kept = 0;
    for (let old = 0; old < keys.length; old++) if (keys[old] !== 0 && (dumps[old] as number) >= oldest) kept++;
    let slots = FIRST_SLOTS;
    while (slots < (kept + 1) * 2 + 2) slots *= 2;
    this.#slots = slots;
    this.#keys = new Float64Array(slots);
    this.#dumps = new Uint32Array(slots);
    this.#counters = new Float64Array(slots * 5);
    this.#used = 0;
    for (let old = 0; old < keys.length; old++) {
      const key = keys[old] as number;
      const dump = dumps[old] as number;
      if (key === 0 || dump < oldest) continue;
      const slot = this.#find(key);
      this.#keys[slot] = key;
      this.#dumps[slot] = dump;
      for (let n = 0; n < 5; n++) this.#counters[slot * 5 + n] = counters[old * 5 + n] as number;
      this.#used++;
    }
  }
}
