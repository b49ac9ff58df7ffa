import {
  listPids,
  OpenFilesScan,
  ProcessCensus,
  readComm,
  readParentPid,
  type SocketVisitor,
  STATE_NUMBER,
} from '@netstrata/kernel';
import type { ProcessNearLimitRow, ProcessSummaryRow } from '@netstrata/metrics';
import type { SourceHealth } from '../sampler/SourceHealth.ts';
import { ListenerGroups } from './ListenerGroups.ts';
import { OpenFilesTotals } from './OpenFilesTotals.ts';

const EVERY_MS = 15_000;
/** Who serves the ports with several listeners needs a walk over every descriptor. */
const CENSUS_EVERY_MS = 60_000;
/** The share of one core that looks may take, for each percent of the agent's budget. */
const SHARE_OF_CORE = 0.001;
/** Of each tick, for each percent of the agent's budget. */
const SLICE_MS = 2;

export interface ProcessSamplerParts {
  readonly diag: {
    readonly dump: (protocol: 'tcp', family: 'both', visit: SocketVisitor) => unknown;
    readonly dumpListeners: (visit: SocketVisitor) => unknown;
  };
  readonly health: Pick<SourceHealth, 'succeeded' | 'failed'>;
  /** CPU of this process so far, milliseconds. */
  readonly cpuMs: () => number;
  readonly cpuBudgetPercent: number;
  readonly procRoot?: string;
}

/** What the newest whole look at all processes said; a look that failed says nothing. */
interface Look {
  readonly summary: ProcessSummaryRow;
  readonly near: readonly ProcessNearLimitRow[];
  readonly fullest: readonly number[];
}

/**
 * Looks at all processes now and then, whether or not somebody watches: open files against limits, and how evenly the ports with
 * several listeners are served. A look is made in pieces of a few milliseconds, one a tick; the more it costs, the more seldom it is.
 */
export class ProcessSampler {
  readonly #parts: ProcessSamplerParts;
  readonly #procRoot: string;
  readonly #scan: OpenFilesScan;
  readonly #groups = new ListenerGroups();
  #look: Generator<undefined, Look> | undefined;
  #dueMs = Number.NEGATIVE_INFINITY;
  #sliceEndMs = 0;
  #costMs = 0;
  #censusDueMs = Number.NEGATIVE_INFINITY;
  #uneven: number | undefined;
  #newest: Look | undefined;

  constructor(parts: ProcessSamplerParts) {
    this.#parts = parts;
    this.#procRoot = parts.procRoot ?? '/proc';
    this.#scan = new OpenFilesScan();
  }

  /** None before the first look has ended, and after one that failed. */
  get summary(): readonly ProcessSummaryRow[] {
    return this.#newest === undefined ? [] : [this.#newest.summary];
  }
  get near(): readonly ProcessNearLimitRow[] {
    return this.#newest?.near ?? [];
  }
  /** Processes nearest to their limit of open files. */
  get fullest(): readonly number[] {
    return this.#newest?.fullest ?? [];
  }

  /** Once a tick: goes on with a look, or begins one when it is time. Never fails. */
  step(monoMs: number): void {
    if (this.#look === undefined) {
      if (monoMs < this.#dueMs) return;
      this.#look = this.#lookAtAll(monoMs);
      this.#costMs = 0;
    }
    const { cpuMs, health } = this.#parts;
    const beforeMs = cpuMs();
    this.#sliceEndMs = performance.now() + SLICE_MS * Math.max(1, this.#parts.cpuBudgetPercent);
    try {
      const { done, value } = this.#look.next();
      this.#costMs += cpuMs() - beforeMs;
      if (done !== true) return;
      this.#newest = { ...value, summary: { ...value.summary, scanMs: this.#costMs } };
      health.succeeded('processes', this.#costMs);
    } catch (cause) {
      this.#newest = undefined;
      health.failed('processes', this.#costMs, cause);
    }
    this.#look = undefined;
    this.#dueMs = monoMs + this.#pauseFor(this.#costMs, EVERY_MS);
  }

  #pauseFor(costMs: number, leastMs: number): number {
    return Math.max(leastMs, costMs / (SHARE_OF_CORE * this.#parts.cpuBudgetPercent));
  }

  readonly #pause = (): boolean => performance.now() >= this.#sliceEndMs;

  *#lookAtAll(monoMs: number): Generator<undefined, Look> {
    const totals = new OpenFilesTotals();
    this.#scan.begin(listPids(this.#procRoot));
    while (!this.#scan.advance((row) => totals.add(row), this.#pause)) yield;
    this.#dumpListeners();
    const counts = this.#groups.counts();
    const queueGap = this.#groups.worstQueueGap();
    if (counts.groups === 0) this.#uneven = undefined;
    else if (monoMs >= this.#censusDueMs) yield* this.#countConnections(monoMs);
    return {
      summary: {
        ...totals.totals(),
        reuseportGroups: counts.groups,
        reuseportSockets: counts.sockets,
        worstUnevenShare: this.#uneven,
        worstQueueGapShare: queueGap,
        scanMs: 0,
      },
      near: totals.near((pid) => readComm(this.#procRoot, pid)),
      fullest: totals.fullest,
    };
  }

  #dumpListeners(): void {
    this.#groups.clear();
    this.#parts.diag.dumpListeners((cursor) => this.#groups.addListener(cursor));
  }

  *#countConnections(monoMs: number): Generator<undefined, void> {
    const costBefore = this.#costMs;
    const census = new ProcessCensus(this.#procRoot, listPids(this.#procRoot));
    while (!census.advance(this.#pause)) yield;
    // Those that came meanwhile have no holder yet, and those of before may be gone: both dumps are of now.
    this.#dumpListeners();
    this.#groups.keep(census);
    this.#parts.diag.dump('tcp', 'both', (cursor) => {
      if (cursor.state === STATE_NUMBER.listen) return;
      const pid = census.ownerOf(cursor.inode);
      if (pid !== undefined) this.#groups.addConnection(cursor, pid, false);
    });
    this.#uneven = this.#groups.worstUnevenness({ parentOf: (pid) => readParentPid(pid, this.#procRoot) });
    this.#censusDueMs = monoMs + this.#pauseFor(this.#costMs - costBefore, CENSUS_EVERY_MS);
  }
}
