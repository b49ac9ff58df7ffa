import { type ByteReader, type ByteWriter, readNumber, TOKEN, writeNumber } from '@netstrata/protocol/codec';
import { writeRun } from './writeRun.ts';

/**
 * Writes one series' values in order of time: runs of the same value, runs of unknown (NaN), differences between whole
 * numbers or numbers of few decimals, and float64 for the rest. Exact for every float64 but NaN's payload.
 */
export const writeColumn = (out: ByteWriter, values: Float64Array): void => {
  let last = Number.NaN;
  let known = 0;
  for (let at = 0; at < values.length; ) {
    const value = values[at] as number;
    if (Object.is(value, last) || Number.isNaN(value)) {
      at = writeRun(out, values, at);
    } else {
      if (Number.isFinite(value) && Number.isFinite(known)) writeNumber(out, value, known);
      else {
        out.varint(TOKEN.other);
        out.float64(value);
      }
      known = value;
      at++;
    }
    last = value;
  }
};

/** Reads `count` values that writeColumn wrote. */
export const readColumn = (input: ByteReader, count: number): Float64Array => {
  const values = new Float64Array(count);
  let known = 0;
  for (let at = 0; at < count; ) {
    const token = input.varint();
    const kind = token % 4;
    if (kind === TOKEN.same || kind === TOKEN.unknown) {
      const end = at + (token - kind) / 4;
      if (end === at || end > count) throw new RangeError('a run in a block has no possible length');
      values.fill(kind === TOKEN.unknown ? Number.NaN : known, at, end);
      at = end;
    } else {
      known = readNumber(input, token, known);
      values[at++] = known;
    }
  }
  return values;
};
