/** A cursor says NaN for what it does not know, a lasting copy undefined. */
export function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
