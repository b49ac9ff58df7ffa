import { localised } from '@netstrata/metrics';
import type { ChangeRecord, Verdict } from '@netstrata/protocol';
import type { LiveHost } from '../live/LiveHost.ts';
import type { ChangeBook } from './ChangeBook.ts';
import { judge } from './verdict.ts';

/** A change is looked at this long at most. */
const WATCHED_MS = 600_000;
/** A verdict that only counts on is written down this often. */
const WRITTEN_EVERY_MS = 5000;
/** Changes of one host that are looked at. */
const MOST_WATCHED = 16;

interface Watched {
  readonly id: string;
  writtenMs: number;
}

/** Looks at what changes have done, with every sample of their host. */
export class LiveVerdicts {
  readonly #book: ChangeBook;
  readonly #now: () => number;
  /** By host. */
  readonly #watched = new Map<string, readonly Watched[]>();

  constructor(book: ChangeBook, now: () => number) {
    this.#book = book;
    this.#now = now;
  }

  /** Begins to look at a change. */
  watch({ hostId, id }: ChangeRecord): void {
    const known = this.#watched.get(hostId) ?? [];
    if (known.some((each) => each.id === id)) return;
    this.#watched.set(hostId, [...known, { id, writtenMs: 0 }].slice(-MOST_WATCHED));
  }

  /** At the start: goes on with what an earlier run of the server looked at. */
  recall(records: readonly ChangeRecord[]): void {
    for (const record of records) if (isWatched(record, this.#now())) this.watch(record);
  }

  /** After a new sample. */
  ticked(host: LiveHost): void {
    const watched = this.#watched.get(host.hostId);
    if (watched === undefined) return;
    const left = watched.filter((each) => this.#look(host, each));
    if (left.length === 0) this.#watched.delete(host.hostId);
    else this.#watched.set(host.hostId, left);
  }

  /** False when it need not be looked at any more. */
  #look(host: LiveHost, watched: Watched): boolean {
    const entry = this.#book.find(host, watched.id);
    if (entry === undefined) return false;
    const { record, notes } = entry;
    if (notes.plan === undefined) return false;
    const nowMs = this.#now();
    // Once the old value is back, samples tell of that and not of the change; what somebody decided by stays as they read it.
    const isDecided = record.state === 'kept' && isTold(record.verdict);
    if (isDecided || !isWatched(record, nowMs)) return record.state === 'applying' || record.state === 'unknown';
    const said = judge(notes.plan, host.window);
    const verdict = localised(said, 'en');
    // What was measured is not forgotten because there is nothing to measure now.
    if (isTold(record.verdict) && !isTold(verdict)) return true;
    const turned = verdict.state !== record.verdict?.state;
    const due = nowMs - watched.writtenMs >= WRITTEN_EVERY_MS && !isSame(verdict, record.verdict);
    if (!turned && !due) return true;
    watched.writtenMs = nowMs;
    this.#book.put({ record: { ...record, verdict }, notes: { ...notes, verdict: said.reason } });
    return true;
  }
}

const isWatched = ({ state, appliedMs }: ChangeRecord, nowMs: number): boolean =>
  (state === 'pending' || state === 'kept') && appliedMs !== undefined && nowMs < appliedMs + WATCHED_MS;

const UNTOLD: ReadonlySet<Verdict['state']> = new Set(['too-early', 'waits', 'unmeasured']);

/** Whether it says what the change did. */
const isTold = (verdict: Verdict | undefined): boolean => verdict !== undefined && !UNTOLD.has(verdict.state);

const isSame = (verdict: Verdict, before: Verdict | undefined): boolean =>
  JSON.stringify(verdict) === JSON.stringify(before);
