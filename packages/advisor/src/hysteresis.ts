/** A value above `fire` opens advice; what is open stays so until the value is at or below `clear`. */
export interface Threshold {
  readonly fire: number;
  readonly clear: number;
}

/** Whether a value is over its threshold; an unknown value is over none. */
export function isOver(value: number | undefined, { fire, clear }: Threshold, open: boolean): boolean {
  return value !== undefined && value > (open ? clear : fire);
}
