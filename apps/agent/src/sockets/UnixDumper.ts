import { KernelError, UDIAG_SHOW, type UnixSocketVisitor } from '@netstrata/kernel';
import type { UnixSocketRow, UnixStateRow, UnixSummaryRow } from '@netstrata/metrics';
import { UnixTable } from './UnixTable.ts';
import { UnixTotals } from './UnixTotals.ts';

/** What the kernel's dump offers; SockDiag is the real one. */
export interface UnixLister {
  readonly dumpUnix: (visit: UnixSocketVisitor, show: number) => unknown;
}

export interface UnixDump {
  readonly summary: UnixSummaryRow;
  readonly states: readonly UnixStateRow[];
  /** Those that hold something, fullest first; their processes are found elsewhere. */
  readonly fullest: readonly UnixSocketRow[];
}

/** Not the clients that wait at a listener: a list of thousands outgrows a message, and the kernel then ends the dump there. */
const SHOW = UDIAG_SHOW.rqlen | UDIAG_SHOW.meminfo | UDIAG_SHOW.name | UDIAG_SHOW.peer;
/** A kernel without unix_diag looks for its module each time it is asked, which starts a process. */
const ASK_AGAIN_MS = 600_000;

/** Dumps all Unix sockets of the namespace in one pass and sums them up. */
export class UnixDumper {
  readonly #lister: UnixLister;
  readonly #totals = new UnixTotals();
  readonly #table = new UnixTable();
  #refused: { readonly cause: KernelError; readonly untilMs: number } | undefined;

  constructor(lister: UnixLister) {
    this.#lister = lister;
  }

  /** Fails with what the lister throws; a kernel that has no such dump is not asked again for ten minutes. */
  dump(monoMs: number): UnixDump {
    if (this.#refused !== undefined && monoMs < this.#refused.untilMs) throw this.#refused.cause;
    this.#refused = undefined;
    const startedMs = performance.now();
    const totals = this.#totals;
    const table = this.#table;
    totals.clear();
    table.clear();
    try {
      this.#lister.dumpUnix((cursor) => {
        totals.add(cursor);
        table.add(cursor);
      }, SHOW);
    } catch (cause) {
      if (cause instanceof KernelError && cause.code === 'unsupported')
        this.#refused = { cause, untilMs: monoMs + ASK_AGAIN_MS };
      throw cause;
    }
    const fullest = table.sorted();
    return { summary: totals.summary(performance.now() - startedMs), states: totals.states(), fullest };
  }
}
