import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ByteReader, ByteWriter } from '@netstrata/protocol/codec';
import { readColumn, writeColumn } from './column.ts';

/** A stretch of one host's history by series: times of the points, and for each series one or more columns of values. */
export interface Block {
  readonly times: Float64Array;
  /** Series id to its columns, each as long as `times`. Raw blocks have one column, rollups those of StepSums. */
  readonly columns: ReadonlyMap<number, readonly Float64Array[]>;
}

const FORMAT = 1;
const LARGEST_BLOCK_BYTES = 256 * 1024 * 1024;
const MOST_POINTS = 1_000_000;
const MOST_COLUMNS = 16;
/** With a checksum of the content, so that a flipped bit is noticed and not read. */
const ZSTD = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
/** Blocks unpack to 20 to 100 kB: one or two pieces of output, where the default would make many. */
const UNZSTD = { maxOutputLength: LARGEST_BLOCK_BYTES, chunkSize: 64 * 1024 };

/**
 * Packs a block: format, number of points, columns a series, times; then for each series its id and the length of its
 * bytes, so that a reader of one series skips the others; all of it compressed with zstd.
 */
export const packBlock = ({ times, columns }: Block, columnsPerSeries: number): Uint8Array => {
  const out = new ByteWriter();
  out.varint(FORMAT);
  out.varint(times.length);
  out.varint(columnsPerSeries);
  writeColumn(out, times);
  const known = [...columns].filter(([, values]) =>
    values.some((column) => column.some((value) => !Number.isNaN(value))),
  );
  known.sort(([a], [b]) => a - b);
  out.varint(known.length);
  const one = new ByteWriter();
  let before = 0;
  for (const [series, values] of known) {
    for (const column of values) writeColumn(one, column);
    const bytes = one.take();
    out.varint(series - before);
    out.varint(bytes.length);
    out.bytes(bytes);
    before = series;
  }
  return zstdCompressSync(out.take(), ZSTD);
};

/** Unpacks a block, only the series asked for. Throws on bytes that packBlock did not write. */
export const unpackBlock = (data: Uint8Array, wanted: ReadonlySet<number> | 'all'): Block => {
  const input = new ByteReader(zstdDecompressSync(data, UNZSTD));
  const format = input.varint();
  if (format !== FORMAT) throw new RangeError(`block format ${format}, this version reads ${FORMAT}`);
  const points = input.count(MOST_POINTS, 'points');
  const columnsPerSeries = input.count(MOST_COLUMNS, 'columns');
  const times = readColumn(input, points);
  const columns = new Map<number, Float64Array[]>();
  let series = 0;
  for (let left = input.varint(); left > 0; left--) {
    series += input.varint();
    const length = input.varint();
    if (wanted !== 'all' && !wanted.has(series)) {
      input.skip(length);
      continue;
    }
    columns.set(
      series,
      Array.from({ length: columnsPerSeries }, () => readColumn(input, points)),
    );
  }
  return { times, columns };
};
