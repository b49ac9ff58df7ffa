/** Bytes of one request or answer, and the calls of write() that it takes. */
export const MESSAGE_BOUNDS = [1, 1_000_000] as const;
export const WRITES_BOUNDS = [1, 100] as const;

/** A message in so many parts of about the same size, no part empty. */
export const partsOf = (bytes: number, writes: number): readonly Buffer[] => {
  const count = Math.min(bytes, writes);
  const ends = Array.from({ length: count + 1 }, (_, at) => Math.round((bytes * at) / count));
  return ends.slice(1).map((end, at) => Buffer.alloc(end - (ends[at] ?? 0), 'x'));
};
