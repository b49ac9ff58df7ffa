/** The values of the tick that is being made, by series number. One instance for all ticks: a tick allocates nothing here. */
export class TickValues {
  #values = new Float64Array(1024);
  #length = 0;
  /** The last value of each counter. */
  #counted = new Float64Array(1024).fill(Number.NaN);
  #resets = 0;

  /** Counters that were smaller than the time before, since the start. */
  get resets(): number {
    return this.#resets;
  }

  /** Everything is unknown again. */
  begin(): void {
    this.#values.fill(Number.NaN, 0, this.#length);
    this.#length = 0;
  }

  /** What is undefined or no finite number stays unknown. */
  set(series: number, value: number | undefined): void {
    if (value === undefined || !Number.isFinite(value)) return;
    this.#reserve(series + 1);
    this.#values[series] = value;
  }

  /** The same for a counter, which is noticed when it goes backwards. */
  count(series: number, value: number | undefined): void {
    if (value === undefined || !Number.isFinite(value)) return;
    this.set(series, value);
    if (value < (this.#counted[series] ?? Number.NaN)) this.#resets++;
    this.#counted[series] = value;
  }

  /** The values of the first `count` series; valid until the next `begin` or `set`. */
  view(count: number): Float64Array {
    this.#reserve(count);
    return this.#values.subarray(0, count);
  }

  #reserve(length: number): void {
    if (length > this.#values.length) {
      const larger = new Float64Array(Math.max(length, this.#values.length * 2));
      larger.set(this.#values.subarray(0, this.#length));
      this.#values = larger;
      const counted = new Float64Array(larger.length).fill(Number.NaN);
      counted.set(this.#counted);
      this.#counted = counted;
    }
    if (length > this.#length) {
      this.#values.fill(Number.NaN, this.#length, length);
      this.#length = length;
    }
  }
}
