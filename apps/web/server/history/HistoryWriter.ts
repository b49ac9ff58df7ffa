import type { TickBatch } from '@netstrata/db';
import type { SeriesDef, Tick } from '@netstrata/protocol';
import type { StoreThread } from './StoreThread.ts';

/** Ticks of one agent session, decoded, waiting to be written. */
export interface Offer {
  readonly hostId: string;
  readonly session: string;
  /** Every series defined so far in the session; the array may grow afterwards. */
  readonly series: readonly SeriesDef[];
  readonly ticks: readonly Tick[];
}

export interface HistoryWriterOptions {
  /** How long ticks wait for company before a transaction. */
  readonly batchMs?: number;
  /** This many waiting ticks do not wait longer. */
  readonly batchTicks?: number;
  /** Values that may wait in memory, of all hosts and of one. */
  readonly maxBytes?: number;
  readonly maxHostBytes?: number;
}

export interface WriterState {
  readonly queuedTicks: number;
  readonly committedTicks: number;
  readonly failures: number;
  /** Unix ms, null before the first commit. */
  readonly lastCommitMs: number | null;
  /** Why the newest transaction failed; null after one that succeeded. */
  readonly error: string | null;
}

/** The queue is full: the ticks were not taken. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

interface Entry {
  readonly offer: Offer;
  readonly bytes: number;
  readonly resolve: (committedSeq: number) => void;
  readonly reject: (error: unknown) => void;
}

const MEBIBYTE = 1_048_576;

/**
 * Gathers ticks of all agents and writes them in one transaction a batch, one batch at a time. A failed transaction
 * rejects everything that waits, so that no later tick of a session is ever written before an earlier one.
 */
export class HistoryWriter {
  readonly #thread: Pick<StoreThread, 'call'>;
  readonly #options: Required<HistoryWriterOptions>;
  #entries: Entry[] = [];
  #queuedTicks = 0;
  #queuedBytes = 0;
  readonly #hostBytes = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> | undefined;
  #committedTicks = 0;
  #failures = 0;
  #lastCommitMs: number | null = null;
  #error: string | null = null;

  constructor(thread: Pick<StoreThread, 'call'>, options: HistoryWriterOptions = {}) {
    this.#thread = thread;
    this.#options = {
      batchMs: 200,
      batchTicks: 1000,
      maxBytes: 128 * MEBIBYTE,
      maxHostBytes: 32 * MEBIBYTE,
      ...options,
    };
  }

  get state(): WriterState {
    return {
      queuedTicks: this.#queuedTicks,
      committedTicks: this.#committedTicks,
      failures: this.#failures,
      lastCommitMs: this.#lastCommitMs,
      error: this.#error,
    };
  }

  /**
   * Resolves to the session's committed seq once the ticks are on disk.
   * Rejects with Overloaded when they were not taken, with HistoryError when they could not be written.
   */
  offer(offer: Offer): Promise<number> {
    const bytes = offer.ticks.reduce((sum, { values }) => sum + values.byteLength, 0);
    const waiting = this.#hostBytes.get(offer.hostId) ?? 0;
    const ofHost = waiting + bytes;
    const { maxBytes, maxHostBytes, batchTicks, batchMs } = this.#options;
    // A host with nothing waiting may always bring one frame, however large: refused, it would come back for ever.
    if ((waiting > 0 && ofHost > maxHostBytes) || this.#queuedBytes + bytes > maxBytes) {
      return Promise.reject(new Overloaded('the history cannot be written as fast as ticks arrive'));
    }
    this.#hostBytes.set(offer.hostId, ofHost);
    this.#queuedBytes += bytes;
    this.#queuedTicks += offer.ticks.length;
    const done = new Promise<number>((resolve, reject) => {
      this.#entries.push({ offer, bytes, resolve, reject });
    });
    if (this.#queuedTicks >= batchTicks) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), batchMs);
    return done;
  }

  /** Writes what waits and resolves when nothing does. */
  async flush(): Promise<void> {
    while (this.#entries.length > 0 || this.#writing !== undefined) {
      this.#write();
      await this.#writing;
    }
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#writing !== undefined || this.#entries.length === 0) return;
    const entries = this.#entries;
    this.#entries = [];
    this.#writing = this.#append(entries).finally(() => {
      this.#writing = undefined;
      // What arrived meanwhile has waited long enough.
      this.#write();
    });
  }

  async #append(entries: readonly Entry[]): Promise<void> {
    const groups = grouped(entries);
    try {
      const committed = await this.#thread.call('append', groups.map(toBatch));
      this.#lastCommitMs = Date.now();
      this.#error = null;
      this.#committedTicks += entries.reduce((sum, { offer }) => sum + offer.ticks.length, 0);
      this.#forget(entries);
      groups.forEach((group, n) => {
        for (const { resolve } of group) resolve(committed[n] ?? 0);
      });
    } catch (error) {
      this.#failures += 1;
      this.#error = error instanceof Error ? error.message : String(error);
      const lost = [...entries, ...this.#entries];
      this.#entries = [];
      this.#forget(lost);
      for (const { reject } of lost) reject(error);
    }
  }

  #forget(entries: readonly Entry[]): void {
    for (const { offer, bytes } of entries) {
      this.#queuedBytes -= bytes;
      this.#queuedTicks -= offer.ticks.length;
      const left = (this.#hostBytes.get(offer.hostId) ?? 0) - bytes;
      if (left > 0) this.#hostBytes.set(offer.hostId, left);
      else this.#hostBytes.delete(offer.hostId);
    }
  }
}

/** By host and session, in order of arrival. */
function grouped(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  return [...Map.groupBy(entries, ({ offer }) => JSON.stringify([offer.hostId, offer.session])).values()];
}

function toBatch(group: readonly Entry[]): TickBatch {
  const last = group.at(-1)?.offer;
  const first = group[0]?.offer;
  if (last === undefined || first === undefined) throw new RangeError('a batch needs an entry');
  return {
    hostId: first.hostId,
    session: first.session,
    series: last.series,
    ticks: group.flatMap(({ offer }) => offer.ticks),
  };
}
