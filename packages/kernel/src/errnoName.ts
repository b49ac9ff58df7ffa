import { constants } from 'node:os';

/** `ENOBUFS` for 105; the number as text where it has no name. */
export function errnoName(number: number): string {
  const codes: Readonly<Record<string, number>> = constants.errno;
  return Object.keys(codes).find((name) => codes[name] === number) ?? String(number);
}
