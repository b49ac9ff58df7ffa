const SMALLEST = 1024;
/** Knuth's multiplicative constant: spreads cookies, which are near-consecutive numbers. */
const SPREAD = 2_654_435_761;

/**
 * Cookies of sockets, such as those already seen in one dump. A dump of thousands of sockets is not one moment: a socket that moves between two parts
 * of it is listed twice. Open addressing over typed arrays: nothing is allocated for a socket, and clearing costs nothing.
 */
export class CookieSet {
  #slots = SMALLEST;
  #low = new Uint32Array(SMALLEST);
  #high = new Uint32Array(SMALLEST);
  #round = new Uint32Array(SMALLEST);
  #current = 1;
  #size = 0;

  clear(): void {
    this.#size = 0;
    this.#current++;
    if (this.#current <= 0xffff_ffff) return;
    this.#round.fill(0);
    this.#current = 1;
  }

  /** True when it was not there. */
  add(low: number, high: number): boolean {
    if (!this.#put(low, high)) return false;
    this.#size++;
    if (this.#size * 2 > this.#slots) this.#grow();
    return true;
  }

  has(low: number, high: number): boolean {
    const at = this.#find(low, high);
    return this.#round[at] === this.#current;
  }

  /** Where the cookie is, or belongs. */
  #find(low: number, high: number): number {
    const mask = this.#slots - 1;
    let at = (Math.imul(low ^ Math.imul(high, SPREAD), SPREAD) >>> 8) & mask;
    while (this.#round[at] === this.#current && !(this.#low[at] === low && this.#high[at] === high))
      at = (at + 1) & mask;
    return at;
  }

  #put(low: number, high: number): boolean {
    const at = this.#find(low, high);
    if (this.#round[at] === this.#current) return false;
    this.#round[at] = this.#current;
    this.#low[at] = low;
    this.#high[at] = high;
    return true;
  }

  #grow(): void {
    const low = this.#low;
    const high = this.#high;
    const round = this.#round;
    this.#slots *= 2;
    this.#low = new Uint32Array(this.#slots);
    this.#high = new Uint32Array(this.#slots);
    this.#round = new Uint32Array(this.#slots);
    for (let at = 0; at < round.length; at++) {
      if (round[at] === this.#current) this.#put(low[at] ?? 0, high[at] ?? 0);
    }
  }
}
