/** Resident memory in MB (10^6 bytes) at the end of a minute. */
export interface MemoryLook {
  readonly minute: number;
  readonly rssMb: number;
  readonly watched: boolean;
}

/** Fewer say more of chance than of growth. */
const LEAST_LOOKS = 4;

/** MB an hour by least squares over the second half, when all is warm; undefined when that is too short. */
export const growthOf = (looks: readonly MemoryLook[]): number | undefined => {
  const half = looks.slice(Math.floor(looks.length / 2));
  if (half.length < LEAST_LOOKS) return undefined;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanMinute = mean(half.map(({ minute }) => minute));
  const meanMb = mean(half.map(({ rssMb }) => rssMb));
  const together = half.reduce((sum, { minute, rssMb }) => sum + (minute - meanMinute) * (rssMb - meanMb), 0);
  const spread = half.reduce((sum, { minute }) => sum + (minute - meanMinute) ** 2, 0);
  return (together / spread) * 60;
};
