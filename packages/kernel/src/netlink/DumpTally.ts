import { KernelError, type KernelErrorCode } from '../KernelError.ts';
import type { DumpHealth } from './DumpReader.ts';

/** How the dumps of one netlink family went so far, counters. */
export interface DumpTotals {
  /** Answers that came to their end. */
  readonly dumps: number;
  /** Answers that were broken off: none in time, cut short, or not to be understood. A refusal is an answer. */
  readonly failed: number;
  /** Of those that failed: a datagram larger than the buffer, or one that ends within a message. */
  readonly truncated: number;
  /** Dumps under which the kernel's table changed, or of which a part was lost: entries may be missing. */
  readonly interrupted: number;
  /** Times the kernel had no room for a part of its answer. */
  readonly overruns: number;
  /** Dumps begun again because the one before was interrupted. */
  readonly retried: number;
  /** Entries listed again while they moved, each taken once. */
  readonly doubled: number;
  /** Messages that made no sense, in whole or in their last attributes; unknown families among them. */
  readonly damaged: number;
  /** Messages of another request, not looked at. */
  readonly foreign: number;
}

const BROKEN: ReadonlySet<KernelErrorCode> = new Set(['timed-out', 'too-large', 'malformed', 'unreadable']);
const TRUNCATED: ReadonlySet<KernelErrorCode> = new Set(['too-large', 'malformed']);

/** Counts how dumps went. */
export class DumpTally {
  readonly #totals = {
    dumps: 0,
    failed: 0,
    truncated: 0,
    interrupted: 0,
    overruns: 0,
    retried: 0,
    doubled: 0,
    damaged: 0,
    foreign: 0,
  };

  get totals(): DumpTotals {
    return { ...this.#totals };
  }

  ended({ interrupted, damaged, foreign, doubled = 0 }: DumpHealth & { readonly doubled?: number }): void {
    const totals = this.#totals;
    totals.dumps++;
    if (interrupted) totals.interrupted++;
    totals.doubled += doubled;
    totals.damaged += damaged;
    totals.foreign += foreign;
  }

  failed(cause: unknown): void {
    if (!(cause instanceof KernelError && BROKEN.has(cause.code))) return;
    this.#totals.failed++;
    if (TRUNCATED.has(cause.code)) this.#totals.truncated++;
  }

  overran(): void {
    this.#totals.overruns++;
  }

  retried(): void {
    this.#totals.retried++;
  }
}

/** Of this whole process, whatever thread or namespace it asked in. */
export const DUMP_TALLIES = {
  sock_diag: new DumpTally(),
  rtnetlink: new DumpTally(),
  ethtool: new DumpTally(),
} as const;
