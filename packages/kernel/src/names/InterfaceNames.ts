import { ifIndexToName } from '../libc.ts';

/** IFNAMSIZ */
const MOST_BYTES = 16;
/** A device may be renamed, and its number given to another one after it. */
const KNOWN_MS = 10_000;
const MOST_REMEMBERED = 4096;

interface Answer {
  readonly name: string | undefined;
  readonly untilMs: number;
}

/** Names of network devices by their numbers, in the network namespace of the calling thread: if_indextoname(), about 5 µs a look-up. */
export class InterfaceNames {
  readonly #now: () => number;
  readonly #answers = new Map<number, Answer>();
  readonly #buffer = Buffer.alloc(MOST_BYTES);

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Undefined where there is no such device now. */
  nameOf(index: number): string | undefined {
    const nowMs = this.#now();
    const known = this.#answers.get(index);
    if (known !== undefined && nowMs < known.untilMs) return known.name;
    if (this.#answers.size >= MOST_REMEMBERED) this.#answers.clear();
    const name = index > 0 ? (ifIndexToName(index, this.#buffer) ?? undefined) : undefined;
    this.#answers.set(index, { name, untilMs: nowMs + KNOWN_MS });
    return name;
  }
}
