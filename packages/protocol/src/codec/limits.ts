/** What a frame may hold. A decoder refuses more before it allocates for it. */
export const FRAME_LIMITS = {
  frameBytes: 4 * 1024 * 1024,
  seriesPerSession: 65_536,
  ticksPerFrame: 4096,
  labelsPerSeries: 8,
  stringBytes: 128,
  /** Values of all ticks of one frame: 32 MB of Float64Array. */
  valuesPerFrame: 4 * 1024 * 1024,
} as const;

export const FRAME_MAGIC = 0x4e;
export const FRAME_VERSION = 1;

/** The low two bits of a value token. */
export const TOKEN = {
  /** The next n values are as in the tick before. */
  same: 0,
  /** A whole number: the zigzag delta to the last known value is in the token. */
  delta: 1,
  /** The next n values are unknown. */
  unknown: 2,
  /** Eight bytes of float64 follow, little-endian. */
  raw: 3,
} as const;

/** Deltas beyond this do not fit a token beside its two bits of kind; the value is sent raw. */
export const LARGEST_DELTA = 2 ** 48;
