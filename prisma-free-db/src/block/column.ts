import type { ByteReader, ByteWriter } from '@netstrata/protocol/codec';

const KIND = { same: 0, delta: 1, unknown: 2, raw: 3 } as const;
const LARGEST_DELTA = 2 ** 48;

/**
 * Writes one series' values in order of time: runs of the same value, runs of unknown (NaN), small deltas between whole
 * numbers, and raw float64 for the rest. Exact for whole numbers up to 2^53 and every other finite float64.
 */
export const writeColumn = (out: ByteWriter, values: Float64Array): void => {
  let last = Number.NaN;
  let known = 0;
  for (let at = 0; at < values.length; ) {
    const value = values[at] as number;
    if (Object.is(value, last) || Number.isNaN(value)) {
      const start = at;
      while (at < values.length && Object.is(values[at], value)) at++;
      out.varint((at - start) * 4 + (Number.isNaN(value) ? KIND.unknown : KIND.same));
      last = value;
      continue;
    }
    const delta = value - known;
    if (
      Number.isSafeInteger(value) &&
      Number.isSafeInteger(known) &&
      Math.abs(delta) < LARGEST_DELTA &&
      !Object.is(value, -0)
    ) {
      out.varint((delta < 0 ? -delta * 2 - 1 : delta * 2) * 4 + KIND.delta);
    } else {
      out.varint(KIND.raw);
      out.float64(value);
    }
    last = value;
    known = value;
    at++;
  }
};

/** Reads `count` values that writeColumn wrote. */
export const readColumn = (input: ByteReader, count: number): Float64Array => {
  const values = new Float64Array(count);
  let known = 0;
  for (let at = 0; at < count; ) {
    const token = input.varint();
    const kind = token % 4;
    const rest = (token - kind) / 4;
    if (kind === KIND.same || kind === KIND.unknown) {
      const end = Math.min(count, at + rest);
      if (end === at) throw new RangeError('an empty run in a block');
      values.fill(kind === KIND.unknown ? Number.NaN : known, at, end);
      at = end;
      continue;
    }
    known = kind === KIND.raw ? input.float64() : known + (rest % 2 === 0 ? rest / 2 : -(rest + 1) / 2);
    values[at++] = known;
  }
  return values;
};
