/**
 * Sums over the processes of the host: source `processes`. Open files are counted for all of them, seldom and in small pieces; who
 * holds which socket is looked up only where several sockets listen on one port.
 */
export interface ProcessSummaryRow {
  /** Processes with at least one open file; the kernel's own threads have none. */
  readonly processes: number;
  readonly openFiles: number;
  /** Open files against the soft RLIMIT_NOFILE, of the process where that share is highest. Undefined where none is known. */
  readonly openFilesMaxShare: number | undefined;
  readonly openFilesMaxUsed: number | undefined;
  readonly openFilesMaxLimit: number | undefined;
  /** Processes at 85 % of their limit or above. */
  readonly nearLimit: number;
  /** Processes whose open files may not be counted. */
  readonly unknown: number;
  /** Ports on which several TCP sockets listen (SO_REUSEPORT). */
  readonly reuseportGroups: number;
  readonly reuseportSockets: number;
  /** See `unevenness`: of the group where it is highest. Undefined without a group whose connections are known and enough. */
  readonly worstUnevenShare: number | undefined;
  /** How full the fullest accept queue of a group is above the emptiest of the same group, of the group where that is most. */
  readonly worstQueueGapShare: number | undefined;
  /** Time on the CPU that the last look took, all its pieces together. */
  readonly scanMs: number;
}

/** A process near its limit: source `processes/near`, label process. Of several with one name, the one nearest to its limit. */
export interface ProcessNearLimitRow {
  readonly process: string;
  readonly openFiles: number;
  readonly openFilesLimit: number;
}

/** Below so many for each on average, chance alone makes shares uneven. */
const LEAST_FOR_EACH = 8;

/**
 * How unevenly something is spread over several: 0 when all have as much, 1 when one has all of it. It is what the fullest has above
 * an equal share, against the most that it could have above it: (most / total - 1 / n) / (1 - 1 / n).
 *
 * Undefined for fewer than two, and below eight for each on average.
 */
export function unevenness(counts: readonly number[]): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const equal = 1 / counts.length;
  if (counts.length < 2 || total < LEAST_FOR_EACH * counts.length) return undefined;
  return Math.max(0, (Math.max(...counts) / total - equal) / (1 - equal));
}
