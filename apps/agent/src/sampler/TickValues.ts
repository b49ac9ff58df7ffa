/** The values of the tick that is being made, by series number. One instance for all ticks: a tick allocates nothing here. */
export class TickValues {
  #values = new Float64Array(1024);
  #length = 0;

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
    }
    if (length > this.#length) {
      this.#values.fill(Number.NaN, this.#length, length);
      this.#length = length;
    }
  }
}
