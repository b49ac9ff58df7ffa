import type { OpenFilesRow } from '@netstrata/kernel';
import type { ProcessNearLimitRow, ProcessSummaryRow } from '@netstrata/metrics';
import { TopRows } from '../sockets/TopRows.ts';

/** From here on a process is near its limit. */
const NEAR = 0.85;
/** From here on it is named, at most so many. */
const NAMED = 0.7;
const MOST_NAMED = 5;
/** How many of the nearest are kept for the table of processes. */
const MOST_FULLEST = 25;

type Totals = Pick<
  ProcessSummaryRow,
  'processes' | 'openFiles' | 'openFilesMaxShare' | 'openFilesMaxUsed' | 'openFilesMaxLimit' | 'nearLimit' | 'unknown'
>;

/** Sums up the open files of all processes in one look. */
export class OpenFilesTotals {
  readonly #fullest = new TopRows<OpenFilesRow>(MOST_FULLEST);
  #processes = 0;
  #openFiles = 0;
  #nearLimit = 0;
  #unknown = 0;

  add(row: OpenFilesRow): void {
    this.#processes++;
    if (row.openFiles === undefined) {
      this.#unknown++;
      return;
    }
    this.#openFiles += row.openFiles;
    const share = shareOf(row);
    if (share === undefined) return;
    if (share >= NEAR) this.#nearLimit++;
    if (this.#fullest.admits(share)) this.#fullest.add(share, row);
  }

  totals(): Totals {
    const [first] = this.#fullest.sorted();
    return {
      processes: this.#processes,
      openFiles: this.#openFiles,
      openFilesMaxShare: first && shareOf(first),
      openFilesMaxUsed: first?.openFiles,
      openFilesMaxLimit: first?.limit,
      nearLimit: this.#nearLimit,
      unknown: this.#unknown,
    };
  }

  /** Nearest to their limit first. */
  get fullest(): readonly number[] {
    return this.#fullest.sorted().map(({ pid }) => pid);
  }

  /** Each name once, for the process that is nearest to its limit. */
  near(nameOf: (pid: number) => string | undefined): readonly ProcessNearLimitRow[] {
    const rows = new Map<string, ProcessNearLimitRow>();
    for (const row of this.#fullest.sorted()) {
      const { pid, openFiles = 0, limit = 0 } = row;
      if (rows.size === MOST_NAMED || (shareOf(row) ?? 0) < NAMED) break;
      const process = nameOf(pid)?.replace(/[^ -~]/g, '?');
      if (process !== undefined && !rows.has(process)) rows.set(process, { process, openFiles, openFilesLimit: limit });
    }
    return [...rows.values()];
  }
}

/** Unknown without a limit; a limit of 0 is full with anything. */
function shareOf({ openFiles, limit }: OpenFilesRow): number | undefined {
  if (openFiles === undefined || limit === undefined) return undefined;
  return openFiles / Math.max(1, limit);
}
