import { ProtocolError } from '../errors.ts';
import type { ByteReader } from './ByteReader.ts';
import { type ByteWriter, unzigzag, zigzag } from './ByteWriter.ts';

/** The low two bits of a token: what it says about the next value or values. */
export const TOKEN = {
  /** The next n values are as before. */
  same: 0,
  /** A whole number: the zigzag delta to the last known value is in the token. */
  delta: 1,
  /** The next n values are unknown. */
  unknown: 2,
  /** Neither: with n = 0 eight bytes of float64 follow, with n = 1…6 the value's delta counted in 10^-n. */
  other: 3,
} as const;

/** Deltas beyond this do not fit a token beside its two bits of kind. */
const LARGEST_DELTA = 2 ** 48;
const MOST_DECIMALS = 6;
const POWERS = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000] as const;

/**
 * Writes one finite number as a token, exactly: whole numbers and numbers of up to six decimals as the difference to
 * `known`, the last known value of its series (0 before the first), everything else as float64.
 * @throws ProtocolError `bad-frame` for infinity and NaN
 */
export const writeNumber = (out: ByteWriter, value: number, known: number): void => {
  const delta = value - known;
  if (
    Number.isSafeInteger(value) &&
    Number.isSafeInteger(known) &&
    delta < LARGEST_DELTA &&
    delta > -LARGEST_DELTA &&
    !Object.is(value, -0)
  ) {
    out.varint(zigzag(delta) * 4 + TOKEN.delta);
    return;
  }
  if (!Number.isFinite(value)) throw new ProtocolError('bad-frame', 'encode', 'a value is infinite');
  const decimals = decimalsOf(value, known);
  out.varint(decimals * 4 + TOKEN.other);
  if (decimals === 0) out.float64(value);
  else out.signed(scaled(value, decimals) - scaled(known, decimals));
};

/** Reads what writeNumber wrote, its token already taken. Not finite when the bytes are none of writeNumber's. */
export const readNumber = (input: ByteReader, token: number, known: number): number => {
  const kind = token % 4;
  const rest = (token - kind) / 4;
  if (kind === TOKEN.delta) return known + unzigzag(rest);
  if (rest === 0) return input.float64();
  if (rest > MOST_DECIMALS) return Number.NaN;
  return (scaled(known, rest) + input.signed()) / (POWERS[rest] ?? 1);
};

const scaled = (value: number, decimals: number): number => Math.round(value * (POWERS[decimals] ?? 1));

/** The fewest decimals (1…6) in which a value is exact and its difference to `known` is too; 0 when there are none. */
const decimalsOf = (value: number, known: number): number => {
  if (Object.is(value, -0)) return 0;
  for (let decimals = 1; decimals <= MOST_DECIMALS; decimals++) {
    const whole = scaled(value, decimals);
    const from = scaled(known, decimals);
    if (Math.abs(whole) > LARGEST_DELTA || Math.abs(from) > LARGEST_DELTA) return 0;
    if (whole / (POWERS[decimals] ?? 1) === value) return decimals;
  }
  return 0;
};
