/** What both ends remember of every series of a connection: its value in the tick before, and its last known value. */
export class SeriesState {
  /** NaN where the tick before did not know it. */
  last = new Float64Array(512).fill(Number.NaN);
  /** The number that deltas start from: 0 before the first. */
  known = new Float64Array(512);

  reserve(series: number): void {
    if (series <= this.last.length) return;
    const size = Math.max(series, this.last.length * 2);
    const last = new Float64Array(size).fill(Number.NaN);
    last.set(this.last);
    this.last = last;
    const known = new Float64Array(size);
    known.set(this.known);
    this.known = known;
  }

  set(series: number, value: number): void {
    this.last[series] = value;
    if (!Number.isNaN(value)) this.known[series] = value;
  }

  /** Series beyond a short tick are unknown in it. */
  forgetFrom(series: number): void {
    this.last.fill(Number.NaN, series);
  }
}
