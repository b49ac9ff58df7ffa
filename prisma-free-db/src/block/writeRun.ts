import { type ByteWriter, TOKEN } from '@netstrata/protocol/codec';

/** Writes the run that begins at `at`, of one value or of unknown (NaN), as one token. Gives the place behind it. */
export const writeRun = (out: ByteWriter, values: Float64Array, at: number): number => {
  const value = values[at] as number;
  let end = at;
  while (end < values.length && Object.is(values[end], value)) end++;
  out.varint((end - at) * 4 + (Number.isNaN(value) ? TOKEN.unknown : TOKEN.same));
  return end;
};
