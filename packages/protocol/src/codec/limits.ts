/** What a frame may hold. A decoder refuses more before it allocates for it. */
export const FRAME_LIMITS = {
  frameBytes: 4 * 1024 * 1024,
  seriesPerSession: 65_536,
  ticksPerFrame: 4096,
  labelsPerSeries: 8,
  /** Of one metric id, label name or label value, in UTF-8. */
  stringBytes: 128,
  /** Letters of all ids and labels of a connection together. */
  dictionaryLetters: 8 * 1024 * 1024,
  /** Values of all ticks of one frame: 32 MB of Float64Array. */
  valuesPerFrame: 4 * 1024 * 1024,
} as const;

export const FRAME_MAGIC = 0x4e;
export const FRAME_VERSION = 1;

/**
 * Ticks of `seriesCount` series that fit one frame whatever their values are; more may fit, since most values take no
 * byte at all. At least 1: a single tick of 65,536 raw values fits too.
 */
export const ticksThatFit = (seriesCount: number): number => {
  const dictionaryBytes = FRAME_LIMITS.frameBytes / 4;
  const tickBytes = 40 + 9 * seriesCount;
  const byBytes = Math.floor((FRAME_LIMITS.frameBytes - dictionaryBytes) / tickBytes);
  const byValues = Math.floor(FRAME_LIMITS.valuesPerFrame / Math.max(1, seriesCount));
  return Math.max(1, Math.min(FRAME_LIMITS.ticksPerFrame, byBytes, byValues));
};
