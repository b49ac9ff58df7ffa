/** Below it are the ports that services are usually given. */
const LOWEST = 10_240;
const HIGHEST = 65_535;
/** Less gain than this is not worth a change. */
const WORTH = 1.1;

type Range = readonly [first: number, last: number];

/**
 * A wider range of local ports that leaves out the ports on which this host listens beside it, with ends of different parity as the
 * kernel wants them; undefined where there is next to nothing to gain.
 */
export function widerRange([first, last]: Range, listening: readonly number[]): Range | undefined {
  const below = Math.max(LOWEST, ...listening.filter((port) => port < first).map((port) => port + 1));
  const above = Math.min(HIGHEST, ...listening.filter((port) => port > last).map((port) => port - 1));
  const low = Math.min(first, below);
  const most = Math.max(last, above);
  const high = (most - low) % 2 === 0 ? most - 1 : most;
  return high - low + 1 >= WORTH * (last - first + 1) ? [low, high] : undefined;
}
