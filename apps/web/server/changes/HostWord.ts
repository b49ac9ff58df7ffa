import type { AuditEntry, ChangeRecord, HostChange } from '@netstrata/protocol';
import { changeable } from '@netstrata/tunables';
import type { LiveHost } from '../live/LiveHost.ts';
import { aboutUnit, valuesOf } from './asker.ts';
import type { ChangeBook } from './ChangeBook.ts';
import type { ChangeDeskOptions } from './ChangeDesk.ts';
import { CHANGE_KEPT_MS, outlived } from './outlived.ts';
import { isAbout, reconcile } from './reconcile.ts';
import { isWhole, undoneText } from './undoneText.ts';

/** What an agent keeps and tells at most; of a longer past its silence means nothing. */
const MOST_TOLD = 200;
/** Of one host and run: an agent that makes up changes fills no disk. */
const MOST_ADOPTED = 400;
const MOST_COMPLAINTS = 1000;

const NOT_THERE = 'the host has no such change: nothing was changed';
const CUT_OFF = 'the connection to the host is lost: it takes the change back by itself unless it is there again soon';
const FORGOTTEN = 'the host does not know of this change any more: look at the value yourself';

/** Takes what agents say of their changes: the host is right about what it did, and about nothing else. */
export class HostWord {
  readonly #options: ChangeDeskOptions;
  readonly #book: ChangeBook;
  readonly #isAsked: (id: string) => boolean;
  readonly #last = new Map<string, readonly HostChange[]>();
  readonly #adopted = new Map<string, number>();
  readonly #complained = new Set<string>();

  constructor(options: ChangeDeskOptions, book: ChangeBook, isAsked: (id: string) => boolean) {
    this.#options = options;
    this.#book = book;
    this.#isAsked = isAsked;
  }

  /** Everything that a host keeps, as it is there now. */
  reported(host: LiveHost, units: readonly HostChange[]): void {
    this.#last.set(host.hostId, units);
    const forgotten = this.#forgotten(host, units);
    for (const unit of units) if (!forgotten.has(unit.id)) this.#take(host, unit);
    if (units.length < MOST_TOLD) this.#missing(host, new Set(units.map(({ id }) => id)));
  }

  /** When a host's agent is gone: what waits for a confirmation is taken back there, or will be found again. */
  left(host: LiveHost): void {
    for (const { record, notes } of this.#book.entries(host, ['pending']))
      this.#book.put({ record: { ...record, state: 'unknown', problem: CUT_OFF }, notes });
  }

  /** Looks again at what the host said while one of its changes was being asked about. */
  again(host: LiveHost, id: string): void {
    const unit = this.#last.get(host.hostId)?.find((each) => each.id === id);
    if (unit !== undefined && this.#book.find(host, id)?.record.state === 'unknown') this.#take(host, unit);
  }

  /** What the host's journal still has of old changes, which this server has forgotten or would forget at once. */
  #forgotten(host: LiveHost, units: readonly HostChange[]): ReadonlySet<string> {
    const beforeMs = this.#options.now() - CHANGE_KEPT_MS - (host.clockOffsetMs ?? 0);
    const old = units
      .filter(({ appliedMs, undo }) => Math.max(appliedMs, undo?.timeMs ?? 0) < beforeMs)
      .toSorted((a, b) => b.appliedMs - a.appliedMs);
    return new Set(outlived(old).filter((id) => !this.#book.has(id)));
  }

  #take(host: LiveHost, unit: HostChange): void {
    if (this.#isAsked(unit.id)) return;
    const entry = this.#book.find(host, unit.id);
    if (entry === undefined) {
      if (this.#book.has(unit.id)) this.#complain(host, unit.id, 'it speaks of a change of another host');
      else this.#adopt(host, unit);
      return;
    }
    const { record, notes } = entry;
    if (!isAbout(record, unit)) {
      this.#complain(host, unit.id, 'it tells other settings or values than were asked for');
      return;
    }
    const { now } = this.#options;
    const next = reconcile(record, unit, { nowMs: now(), offsetMs: host.clockOffsetMs ?? 0 });
    if (next === record) return;
    this.#book.put({ record: next, notes });
    // That a host which was away still waits is no news.
    const isNews = next.state !== record.state && !(next.state === 'pending' && record.appliedMs !== undefined);
    if (isNews) this.#audit(host, next);
  }

  #audit(host: LiveHost, record: ChangeRecord): void {
    const about = aboutUnit(record);
    const { state, undo } = record;
    if (state === 'undone')
      this.#append(host, {
        action: 'change.undo',
        outcome: isWhole(undo) ? 'done' : 'failed',
        ...about,
        because: undoneText(undo).en,
        before: about.after,
        after: about.before,
      });
    else {
      const action = state === 'kept' ? 'change.confirm' : 'change.apply';
      this.#append(host, { action, outcome: 'done', ...about, because: 'the host says so, later than it was asked' });
    }
  }

  /** Changes that the host should know and does not tell. */
  #missing(host: LiveHost, told: ReadonlySet<string>): void {
    for (const { record, notes } of this.#book.entries(host, ['unknown', 'pending'])) {
      if (told.has(record.id) || this.#isAsked(record.id)) continue;
      const nowMs = this.#options.now();
      const next: ChangeRecord =
        record.appliedMs === undefined
          ? { ...record, state: 'refused', problem: NOT_THERE, decidedMs: nowMs, decidedBy: 'host' }
          : { ...record, state: 'unknown', problem: FORGOTTEN };
      if (next.state === record.state && next.problem === record.problem) continue;
      this.#book.put({ record: next, notes });
      this.#append(host, { action: 'change.apply', outcome: 'failed', ...aboutUnit(next), because: next.problem });
    }
  }

  /** A change that this server knows nothing of: its ledger is younger than the host's journal, or the host makes it up. */
  #adopt(host: LiveHost, unit: HostChange): void {
    const { hostId } = host;
    const times = this.#adopted.get(hostId) ?? 0;
    if (times >= MOST_ADOPTED || unit.changes.some(({ tunable }) => changeable(tunable) === undefined)) return;
    this.#adopted.set(hostId, times + 1);
    const offsetMs = host.clockOffsetMs ?? 0;
    const appliedMs = Math.round(unit.appliedMs + offsetMs);
    const heard: ChangeRecord = {
      id: unit.id,
      hostId,
      state: 'unknown',
      changes: unit.changes,
      because: unit.because,
      by: `${unit.by} (so says the host)`,
      requestedMs: appliedMs,
      appliedMs,
    };
    const record = reconcile(heard, unit, { nowMs: this.#options.now(), offsetMs });
    this.#book.put({ record, notes: {} });
    this.#append(host, {
      action: 'change.adopt',
      outcome: 'done',
      hostId,
      target: unit.id,
      because: `the host keeps a change that this server did not know: ${unit.state}, by ${unit.by}: ${unit.because}`,
      before: valuesOf(unit.changes, 'before'),
      after: valuesOf(unit.changes, 'after'),
    });
  }

  /** Once for each change: a host that lies does so at every report. */
  #complain(host: LiveHost, id: string, because: string): void {
    const what = JSON.stringify([host.hostId, id, because]);
    if (this.#complained.has(what) || this.#complained.size >= MOST_COMPLAINTS) return;
    this.#complained.add(what);
    this.#append(host, { action: 'change.report', outcome: 'refused', hostId: host.hostId, target: id, because });
  }

  #append({ hostId }: LiveHost, row: Omit<AuditEntry, 'actor' | 'from'>): void {
    this.#options.ledger.audit.append({ ...row, actor: `host:${hostId}`, from: '' });
  }
}
