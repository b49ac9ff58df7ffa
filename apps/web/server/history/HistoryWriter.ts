import type { TickBatch } from '@netstrata/db';
import type { AgentClaims, SeriesDef, Tick } from '@netstrata/protocol';
import { Overloaded } from './Overloaded.ts';
import { HistoryError, type StoreThread } from './StoreThread.ts';

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
  /** After a failed transaction, the pause before the next; it doubles with each that fails. */
  readonly firstPauseMs?: number;
  /** A transaction that takes longer is trouble as one that fails, until it is through. */
  readonly slowMs?: number;
  /** When the history cannot be written any more, or for another reason than before. */
  readonly onTrouble?: (error: unknown) => void;
  /** When it can again. */
  readonly onWell?: () => void;
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

/** One session of a host, from one introduction to the next. */
interface Lane {
  readonly hostId: string;
  readonly session: string;
  /** The newest array serves all ticks that wait. */
  series: readonly SeriesDef[];
  /** Ticks were left out, and so are all that follow. */
  cut: boolean;
}

interface Entry extends Pick<Offer, 'ticks'> {
  readonly lane: Lane;
  readonly bytes: number;
  readonly resolve: (committedSeq: number | null) => void;
  readonly reject: (error: unknown) => void;
}

const MEBIBYTE = 1_048_576;
/** What a tick takes beside its values. */
const TICK_BYTES = 200;
/** Values of one transaction, one frame at least: what has waited for minutes is not copied to the store's thread at once. */
const TRANSACTION_BYTES = 16 * MEBIBYTE;
const LONGEST_PAUSE_MS = 15_000;
const TOO_SLOW = 'the disk of the history takes seconds to answer';

/**
 * Gathers ticks of all agents and writes them in one transaction a batch, one batch at a time. What a failed transaction did not write stays
 * in front and is tried again, so that no later tick of a session is ever written before an earlier one. What there is no room for is left
 * out, and so is all that follows it in its session, until that begins again: an agent keeps what is not on disk.
 */
export class HistoryWriter {
  readonly #thread: Pick<StoreThread, 'call'>;
  readonly #options: Required<HistoryWriterOptions>;
  #entries: Entry[] = [];
  #queuedTicks = 0;
  #queuedBytes = 0;
  readonly #hostBytes = new Map<string, number>();
  /** What hosts say of themselves, and those of them that the store may not know. */
  readonly #facts = new Map<string, AgentClaims['facts']>();
  readonly #unknown = new Set<string>();
  /** By host, the newest. */
  readonly #lanes = new Map<string, Lane>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> | undefined;
  #committedTicks = 0;
  #failures = 0;
  /** Failures since the last success, of those that pass. */
  #failedInRow = 0;
  #lastCommitMs: number | null = null;
  #error: string | null = null;

  constructor(thread: Pick<StoreThread, 'call'>, options: HistoryWriterOptions = {}) {
    this.#thread = thread;
    this.#options = {
      batchMs: 200,
      batchTicks: 1000,
      maxBytes: 128 * MEBIBYTE,
      maxHostBytes: 32 * MEBIBYTE,
      firstPauseMs: 1000,
      slowMs: 5000,
      onTrouble: () => {},
      onWell: () => {},
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

  /** Begins a session, or begins it again. Resolves once the store knows the host; while it cannot be told, it is before the host's ticks are. */
  async introduce({ facts, session }: Pick<AgentClaims, 'facts' | 'session'>): Promise<void> {
    const { hostId } = facts;
    this.#facts.set(hostId, facts);
    this.#unknown.add(hostId);
    this.#lanes.set(hostId, { hostId, session, series: [], cut: false });
    if (this.#isInTrouble) return;
    try {
      await this.#tell(hostId);
    } catch (error) {
      if (this.#isInTrouble) return;
      this.#failed(error);
      if (this.#writing === undefined) this.#rest();
    }
  }

  /**
   * Resolves to the session's committed seq once the ticks are on disk, or to null when that has to wait because the history cannot be
   * written. Rejects with Overloaded when they were not taken, with HistoryError when they never can be written.
   */
  offer(offer: Offer): Promise<number | null> {
    const { hostId, ticks } = offer;
    const lane = this.#laneOf(offer);
    if (lane.cut) return Promise.reject(new Overloaded(this.#hasRoom(hostId)));
    const bytes = ticks.reduce((sum, { values }) => sum + TICK_BYTES + values.byteLength, TICK_BYTES);
    const waiting = this.#hostBytes.get(hostId) ?? 0;
    const ofHost = waiting + bytes;
    const { maxBytes, maxHostBytes, batchTicks, batchMs } = this.#options;
    // A host with nothing waiting may always bring one frame, however large: refused, it would come back for ever.
    if ((waiting > 0 && ofHost > maxHostBytes) || this.#queuedBytes + bytes > maxBytes) {
      lane.cut = true;
      return Promise.reject(new Overloaded(false));
    }
    this.#hostBytes.set(hostId, ofHost);
    this.#queuedBytes += bytes;
    this.#queuedTicks += ticks.length;
    const done = new Promise<number | null>((resolve, reject) => {
      this.#entries.push({ lane, ticks, bytes, resolve, reject });
      if (this.#isInTrouble) resolve(null);
    });
    if (this.#isInTrouble) return done;
    if (this.#queuedTicks >= batchTicks) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), batchMs);
    return done;
  }

  /** Writes what waits and resolves when nothing does, or when it cannot be written. */
  async flush(): Promise<void> {
    while (this.#entries.length > 0 || this.#writing !== undefined) {
      this.#write();
      await this.#writing;
      if (this.#isInTrouble) break;
    }
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #laneOf({ hostId, session, series }: Offer): Lane {
    const known = this.#lanes.get(hostId);
    const lane = known?.session === session ? known : { hostId, session, series, cut: false };
    lane.series = series;
    this.#lanes.set(hostId, lane);
    return lane;
  }

  get #isInTrouble(): boolean {
    return this.#failedInRow > 0;
  }

  #hasRoom(hostId: string): boolean {
    return !this.#isInTrouble && !this.#hostBytes.has(hostId) && this.#queuedBytes <= this.#options.maxBytes / 2;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#writing !== undefined || (this.#entries.length === 0 && !this.#isInTrouble)) return;
    this.#writing = this.#append(this.#first()).finally(() => {
      this.#writing = undefined;
      if (this.#isInTrouble) this.#rest();
      // What arrived meanwhile has waited long enough.
      else this.#write();
    });
  }

  /** Tries again after a pause. */
  #rest(): void {
    const pauseMs = Math.min(LONGEST_PAUSE_MS, this.#options.firstPauseMs * 2 ** Math.min(this.#failedInRow - 1, 16));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#write(), pauseMs);
  }

  /** Of what waits, as much as fits a transaction. */
  #first(): readonly Entry[] {
    let bytes = 0;
    const end = this.#entries.findIndex((entry, n) => {
      bytes += entry.bytes;
      return n > 0 && bytes > TRANSACTION_BYTES;
    });
    return end === -1 ? [...this.#entries] : this.#entries.slice(0, end);
  }

  async #append(entries: readonly Entry[]): Promise<void> {
    const groups = [...Map.groupBy(entries, ({ lane }) => lane)];
    const slow = setTimeout(() => this.#failed(new HistoryError(TOO_SLOW)), this.#options.slowMs);
    try {
      for (const hostId of [...this.#unknown]) await this.#tell(hostId);
      const committed = groups.length === 0 ? [] : await this.#thread.call('append', groups.map(toBatch));
      if (groups.length > 0) this.#lastCommitMs = Date.now();
      this.#committedTicks += entries.reduce((sum, { ticks }) => sum + ticks.length, 0);
      this.#forget(entries);
      this.#succeeded();
      groups.forEach(([, group], n) => {
        for (const { resolve } of group) resolve(committed[n] ?? 0);
      });
    } catch (error) {
      const code = error instanceof HistoryError ? error.code : undefined;
      if (code === 'bad-batch') this.#giveUp(error);
      else this.#failed(error);
      // As after the file was made anew.
      if (code === 'unknown-host') for (const [{ hostId }] of groups) this.#unknown.add(hostId);
    } finally {
      clearTimeout(slow);
    }
  }

  async #tell(hostId: string): Promise<void> {
    const facts = this.#facts.get(hostId);
    if (facts !== undefined) await this.#thread.call('saveHost', { facts }, Date.now());
    if (this.#facts.get(hostId) === facts) this.#unknown.delete(hostId);
  }

  #succeeded(): void {
    const wasInTrouble = this.#isInTrouble;
    this.#failedInRow = 0;
    this.#error = null;
    if (wasInTrouble) this.#options.onWell();
  }

  /** Nobody waits longer for a disk that is full or a thread that is dead. */
  #failed(error: unknown): void {
    const message = messageOf(error);
    if (!this.#isInTrouble || message !== this.#error) this.#options.onTrouble(error);
    this.#failures += 1;
    this.#failedInRow += 1;
    this.#error = message;
    for (const { resolve } of this.#entries) resolve(null);
  }

  /** Rejects everything that waits: one of these ticks can never be written. */
  #giveUp(error: unknown): void {
    this.#failures += 1;
    this.#error = messageOf(error);
    const lost = [...this.#entries];
    this.#forget(lost);
    for (const { lane, reject } of lost) {
      lane.cut = true;
      reject(error);
    }
  }

  /** Lets go of the first that wait. */
  #forget(entries: readonly Entry[]): void {
    this.#entries.splice(0, entries.length);
    for (const { lane, ticks, bytes } of entries) {
      this.#queuedBytes -= bytes;
      this.#queuedTicks -= ticks.length;
      const left = (this.#hostBytes.get(lane.hostId) ?? 0) - bytes;
      if (left > 0) this.#hostBytes.set(lane.hostId, left);
      else this.#hostBytes.delete(lane.hostId);
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function toBatch([{ hostId, session, series }, entries]: readonly [Lane, readonly Entry[]]): TickBatch {
  return { hostId, session, series, ticks: entries.flatMap(({ ticks }) => ticks) };
}
