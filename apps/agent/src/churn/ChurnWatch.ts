import {
  type DrainResult,
  type EventRoom,
  type InetDiagCursor,
  KernelError,
  type SocketVisitor,
} from '@netstrata/kernel';
import type { ChurnRow, ClosedSocketsRow } from '@netstrata/metrics';
import type { Clock } from '../clock/Clock.ts';
import type { SourceHealth } from '../sampler/SourceHealth.ts';
import { type ChurnLists, ChurnTables } from './ChurnTables.ts';
import { ChurnTotals } from './ChurnTotals.ts';
import { ClosedSocket } from './ClosedSocket.ts';
import type { DumpedSockets } from './DumpedSockets.ts';

/** What the kernel's events offer; SockDestroy is the real one. */
export interface ClosedSockets {
  readonly room: EventRoom | undefined;
  readonly drain: (visit: SocketVisitor) => DrainResult;
}

/** Told of each TCP connection that was closed, at the drain that shows it. Nothing is allocated for it. */
export interface ClosedListener {
  /** A cursor that moves, with tcp_info as it was at the end: to be compared with what a dump said. */
  readonly onClosed: (socket: ClosedSocket) => void;
  /** Some were not told: what is kept for each connection has to be compared with the next dump. */
  readonly onResync: () => void;
}

export interface ChurnWatchParts {
  readonly sockets: ClosedSockets;
  readonly dumped: DumpedSockets;
  readonly clock: Clock;
  readonly health: Pick<SourceHealth, 'succeeded' | 'failed'>;
  readonly tickMs: number;
}

export interface ChurnTick {
  readonly churn: ChurnRow;
  readonly closed: readonly ClosedSocketsRow[];
}

const SOURCE = 'sock_diag/churn';
/** The kernel's queue is drained before more than this share of it can have filled, at the rate of the last drain. */
const FILL = 0.25;
const LEAST_MS = 20;

/**
 * Takes the sockets that the kernel tells as closed: at each tick, and in between when they are so many that its queue would
 * overflow before the next one. One drain is bounded by that queue.
 */
export class ChurnWatch {
  readonly #parts: ChurnWatchParts;
  readonly #socket: ClosedSocket;
  readonly #totals = new ChurnTotals();
  readonly #tables = new ChurnTables();
  readonly #listeners = new Set<ClosedListener>();
  #drainedMs = Number.NaN;
  #drainMs = 0;
  #lost = 0;
  #overruns = 0;
  #failure: unknown;
  #cancel: (() => void) | undefined;

  constructor(parts: ChurnWatchParts) {
    this.#parts = parts;
    this.#socket = new ClosedSocket(parts.dumped);
  }

  /** From now on, until the answer is called. */
  listen(listener: ClosedListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells listeners of all that are closed by now; false where the kernel does not tell. Never fails. */
  catchUp(): boolean {
    this.#drain(this.#parts.clock.monoMs());
    return this.#failure === undefined;
  }

  /** What was closed up to now; undefined where the kernel does not tell. */
  tick(monoMs: number): ChurnTick | undefined {
    const { dumped, health, sockets } = this.#parts;
    this.#drain(monoMs);
    const drainMs = this.#drainMs;
    this.#drainMs = 0;
    if (this.#failure !== undefined) {
      health.failed(SOURCE, drainMs, this.#failure);
      return undefined;
    }
    health.succeeded(SOURCE, drainMs);
    const state = {
      shortLimitMs: dumped.shortLimitMs(monoMs),
      lost: this.#lost,
      overruns: this.#overruns,
      roomEvents: sockets.room?.events,
      drainMs,
    };
    return { churn: this.#totals.row(state), closed: this.#totals.closedRows() };
  }

  /** The biggest of the last ten to twenty seconds. Fails with the reason where the kernel does not tell. */
  lists(): ChurnLists & { readonly room: EventRoom } {
    const { clock, sockets } = this.#parts;
    if (this.#failure !== undefined) throw this.#failure;
    const { room } = sockets;
    if (room === undefined) throw new KernelError({ code: 'closed', operation: 'drain', path: SOURCE });
    return { ...this.#tables.lists(clock.monoMs()), room };
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  readonly #visit = (cursor: InetDiagCursor): void => {
    const socket = this.#socket;
    socket.moveTo(cursor);
    this.#totals.add(socket);
    this.#tables.add(socket);
    if (socket.kind !== 'connection') return;
    for (const listener of this.#listeners) listener.onClosed(socket);
  };

  #drain(monoMs: number): void {
    this.stop();
    const startedMs = performance.now();
    this.#tables.turn(monoMs, this.#parts.dumped.shortLimitMs(monoMs));
    try {
      const result = this.#parts.sockets.drain(this.#visit);
      this.#failure = undefined;
      if (result.resync) this.#noteLost(result.lost);
      this.#planNext(result, monoMs - this.#drainedMs);
    } catch (cause) {
      this.#failure = cause;
    }
    this.#drainedMs = monoMs;
    this.#drainMs += performance.now() - startedMs;
  }

  #noteLost(events: number): void {
    this.#lost += events;
    this.#overruns++;
    this.#tables.addLost(events);
    for (const listener of this.#listeners) listener.onResync();
  }

  #planNext({ events, lost, more }: DrainResult, elapsedMs: number): void {
    const { clock, sockets, tickMs } = this.#parts;
    const came = events + (Number.isNaN(lost) ? 0 : lost);
    if (came === 0) return;
    const fullAfterMs = ((sockets.room?.events ?? 0) / came) * elapsedMs;
    const waitMs = more ? LEAST_MS : Math.max(LEAST_MS, fullAfterMs * FILL);
    if (waitMs < tickMs) this.#cancel = clock.after(waitMs, () => this.#drain(clock.monoMs()));
  }
}
