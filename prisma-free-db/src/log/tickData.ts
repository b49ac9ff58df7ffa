import { crc32 } from 'node:zlib';
import { ByteReader, ByteWriter, readNumber, TOKEN, writeNumber } from '@netstrata/protocol/codec';
import { writeRun } from '../block/writeRun.ts';

/** How a row of the log holds its values. */
export const CODING = { floats: 0, tokens: 1 } as const;
const MOST_VALUES = 65_536;
const CHECKSUM_BYTES = 4;

/** What a row of the log is about; part of its checksum, so that values never show up at another time or host. */
export interface TickKey {
  readonly host: number;
  readonly timeMs: number;
  readonly session: number;
  readonly seq: number;
}

const out = new ByteWriter();

/**
 * Codes one tick's values without looking at any other: runs of the same value, runs of unknown, whole numbers as varints.
 * A third to a sixth of the float64s, and the disk writes that less often.
 */
export const packTick = (key: TickKey, values: Float64Array): Uint8Array => {
  out.varint(values.length);
  let last = 0;
  for (let at = 0; at < values.length; ) {
    const value = values[at] as number;
    if (Object.is(value, last) || Number.isNaN(value)) {
      at = writeRun(out, values, at);
    } else {
      writeNumber(out, value, 0);
      last = value;
      at++;
    }
  }
  const coded = out.take();
  const data = new Uint8Array(CHECKSUM_BYTES + coded.length);
  new DataView(data.buffer).setUint32(0, checksum(key, coded));
  data.set(coded, CHECKSUM_BYTES);
  return data;
};

/** The values that packTick took, or undefined when the bytes are damaged. */
export const unpackTick = (key: TickKey, coding: number, data: Uint8Array): Float64Array | undefined => {
  if (coding === CODING.floats) return unpackFloats(data);
  if (coding !== CODING.tokens || data.length <= CHECKSUM_BYTES) return undefined;
  const coded = data.subarray(CHECKSUM_BYTES);
  const expected = new DataView(data.buffer, data.byteOffset, CHECKSUM_BYTES).getUint32(0);
  if (checksum(key, coded) !== expected) return undefined;
  try {
    return unpackTokens(new ByteReader(coded));
  } catch {
    return undefined;
  }
};

const checksum = ({ host, timeMs, session, seq }: TickKey, coded: Uint8Array): number =>
  crc32(coded, crc32(`${host} ${timeMs} ${session} ${seq}`));

const unpackFloats = (data: Uint8Array): Float64Array | undefined =>
  data.length % 8 === 0 ? new Float64Array(Uint8Array.from(data).buffer) : undefined;

const unpackTokens = (input: ByteReader): Float64Array => {
  const values = new Float64Array(input.count(MOST_VALUES, 'values'));
  let last = 0;
  for (let at = 0; at < values.length; ) {
    const token = input.varint();
    const kind = token % 4;
    if (kind === TOKEN.same || kind === TOKEN.unknown) {
      const end = at + (token - kind) / 4;
      if (end === at || end > values.length) throw new RangeError('a run in a tick has no possible length');
      values.fill(kind === TOKEN.unknown ? Number.NaN : last, at, end);
      at = end;
    } else {
      last = readNumber(input, token, 0);
      values[at++] = last;
    }
  }
  return values;
};
