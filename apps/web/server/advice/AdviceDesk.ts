import { type Advice, AdviceBook, type AdviceRecord, advise, RULES, type Rule, withReach } from '@netstrata/advisor';
import type { AdviceMarkRow } from '@netstrata/db';
import type { DetailReports, Words } from '@netstrata/metrics';
import { type AdviceAction, ProtocolError } from '@netstrata/protocol';
import type { Verified } from '../changes/verifiedAdvice.ts';
import type { LiveHost } from '../live/LiveHost.ts';
import type { Log } from '../start/log.ts';
import { AdviceMarks } from './AdviceMarks.ts';
import { AppliedAdvice } from './AppliedAdvice.ts';
import { type AdviceKeeper, markOf } from './adviceKeeper.ts';
import { type PastOf, withPast } from './withPast.ts';

export interface AdviceDeskOptions {
  readonly log: Log;
  /** Our clock, Unix ms: when advice opens. */
  readonly now: () => number;
  readonly keeper: AdviceKeeper;
  /** Settings that were changed lately, with the end of the wait for what that does; none unless said. */
  readonly held?: (host: Host) => ReadonlyMap<string, number>;
  /** Advice whose change is being verified, by id; none unless said. */
  readonly verified?: (host: Host) => ReadonlyMap<string, Verified>;
  /** The advice that proposed a change, as it was then, also of an earlier run of the server; not known unless said. */
  readonly adviceBefore?: (host: Host, changeId: string) => Advice<Words> | undefined;
  /** How settings of a host came to their values of now; not known unless said. */
  readonly past?: (host: Host) => PastOf;
  /** Values that a setting of a host had before, as far as they are stored; none unless said. */
  readonly valuesBefore?: (host: Host, tunable: string) => readonly string[];
  /** All of the catalogue unless said. */
  readonly rules?: readonly Rule[];
  /** Settings and tables of a host that rules read beside its samples; none unless said. */
  readonly details?: (host: LiveHost) => Partial<DetailReports>;
}

type Host = Pick<LiveHost, 'hostId'> & Partial<Pick<LiveHost, 'tunables'>>;

const MINUTE_MS = 60_000;
const NOTHING_VERIFIED: ReadonlyMap<string, Verified> = new Map();

/** Advice that proposes what was changed just now says so. */
function withHold(advice: Advice<Words>, held: ReadonlyMap<string, number> = new Map()): Advice<Words> {
  if (!advice.changes.some(({ tunable }) => held.has(tunable))) return advice;
  const changes = advice.changes.map((change) => {
    const heldUntilMs = held.get(change.tunable);
    return heldUntilMs === undefined ? change : { ...change, heldUntilMs };
  });
  return { ...advice, changes };
}

/** Advice that proposes what the agent of the host cannot write says so. */
function withReadOnly(advice: Advice<Words>, readOnly: ReadonlySet<string>): Advice<Words> {
  const isFixed = ({ tunable, namespace, device }: Advice['changes'][number]): boolean =>
    namespace === 'host' && device === undefined && readOnly.has(tunable);
  if (!advice.changes.some(isFixed)) return advice;
  return {
    ...advice,
    changes: advice.changes.map((change) => (isFixed(change) ? { ...change, isReadOnly: true } : change)),
  };
}

/** What somebody who did something with advice gave as the reason, and who it was. */
interface Said {
  readonly because?: string | Words | undefined;
  /** As the audit spells it. */
  readonly who?: string;
}

function recordOf(
  advice: Advice<Words>,
  kind: AdviceRecord['kind'],
  timeMs: number,
  said: Said = {},
): AdviceRecord<Words> {
  const { because = '', who } = said;
  const { id, rule, layer, severity, title, where } = advice;
  return { kind, timeMs, id, rule, layer, severity, title, where, because, ...(who !== undefined && { who }) };
}

/** Runs the rules over every host, and keeps what they say and what people do with it. */
export class AdviceDesk {
  readonly #options: AdviceDeskOptions;
  readonly #books = new Map<string, AdviceBook>();
  readonly #marks = new Map<string, AdviceMarks>();
  readonly #applied = new Map<string, AppliedAdvice>();
  readonly #failures = new Map<string, number>();

  constructor(options: AdviceDeskOptions) {
    this.#options = options;
  }

  /** Times each rule threw since the start, by rule id. */
  get failures(): ReadonlyMap<string, number> {
    return this.#failures;
  }

  /** Marks of before this start. */
  recall(rows: readonly AdviceMarkRow[]): void {
    for (const row of rows) {
      const mark = markOf(row);
      if (mark === undefined)
        this.#options.log.warn({ host: row.hostId, advice: row.adviceId }, 'a stored mark could not be read back');
      else this.#marksOf(row.hostId).set(row.adviceId, mark);
    }
  }

  /** Open advice of a host, the worst first, and with it what stays while its change is verified; what is set aside comes last. */
  of(host: Host): readonly Advice<Words>[] {
    const { hostId } = host;
    const found = this.#books.get(hostId)?.advice ?? [];
    const open = this.#marksOf(hostId).applyTo(this.#appliedOf(host).addTo(found, this.#verified(host)));
    const held = open.some(({ changes }) => changes.length > 0) ? this.#options.held?.(host) : undefined;
    const { past } = this.#options;
    const told = past === undefined ? open : open.map((advice) => withPast(advice, past(host)));
    const readOnly = new Set(host.tunables?.readOnly);
    return told.map((advice) => withReadOnly(withHold(withReach(advice), held), readOnly));
  }

  /** Of that, what the rules find now. */
  found(host: Host): readonly Advice<Words>[] {
    return this.of(host).filter(({ applied }) => applied === undefined || applied.state === 'found');
  }

  /** After new samples. True when the host's advice says something new. */
  evaluate(host: LiveHost): boolean {
    const { now, rules = RULES, details } = this.#options;
    const book = this.#books.get(host.hostId) ?? new AdviceBook();
    this.#books.set(host.hostId, book);
    const { window, sockets, tunableValues, facts } = host;
    const nowMs = now();
    const tunables = { tunables: tunableValues, tunablesSinceMs: host.tunables?.timeMs };
    const valuesBefore = (tunable: string) => this.#options.valuesBefore?.(host, tunable) ?? [];
    const context = { window, sockets, ...tunables, valuesBefore, host: facts, details: details?.(host) ?? {} };
    const { failures, ...update } = advise(book, context, nowMs, rules);
    for (const { rule, error } of failures) this.#note(rule, error);
    const applied = this.#appliedOf(host).take(update, this.#verified(host), nowMs);
    const records = applied.events.map(({ kind, timeMs, advice, because }) =>
      recordOf(advice, kind, timeMs, { because }),
    );
    this.#marksOf(host.hostId).see(book.advice);
    const back = this.#unmarkDue(host, nowMs);
    this.#keep('the history of advice', host, this.#record(host, [...records, ...back]));
    return update.changed || applied.changed || back.length > 0;
  }

  /**
   * Sets open advice aside, or brings it back. Rejects with ProtocolError `not-found` for advice that is not open or not set aside,
   * and `unavailable` when it cannot be kept: then nothing has changed.
   */
  async act(
    host: Host,
    { id, action, minutes = 0, because = '', who }: AdviceAction & Pick<Said, 'who'>,
  ): Promise<void> {
    const said = { because, ...(who !== undefined && { who }) };
    const { keeper, now } = this.#options;
    const marks = this.#marksOf(host.hostId);
    const advice = this.#books.get(host.hostId)?.advice.find((open) => open.id === id);
    const timeMs = now();
    try {
      if (action === 'reopen') {
        if (marks.get(id) === undefined) throw new ProtocolError('not-found', 'advice', 'this advice is not set aside');
        await keeper.unmark(host.hostId, id);
        marks.clear(id);
        if (advice !== undefined) await this.#record(host, [recordOf(advice, 'reopened', timeMs, said)]);
        return;
      }
      if (advice === undefined) throw new ProtocolError('not-found', 'advice', 'this advice is not open');
      const kind = action === 'dismiss' ? 'dismissed' : 'snoozed';
      const until = action === 'snooze' ? { untilMs: timeMs + minutes * MINUTE_MS } : {};
      const mark = { kind, timeMs, ...until, because, severity: marks.worstOf(advice) } as const;
      await keeper.mark(host.hostId, id, mark);
      marks.set(id, mark);
      await this.#record(host, [recordOf(advice, kind, timeMs, said)]);
    } catch (cause) {
      if (cause instanceof ProtocolError) throw cause;
      throw new ProtocolError('unavailable', 'advice', 'this cannot be kept now: the history does not answer', {
        cause,
      });
    }
  }

  #unmarkDue(host: Host, nowMs: number): readonly AdviceRecord<Words>[] {
    const marks = this.#marksOf(host.hostId);
    return marks.due(this.#books.get(host.hostId)?.advice ?? [], nowMs).map(({ advice, because }) => {
      marks.clear(advice.id);
      this.#keep('a mark', host, this.#options.keeper.unmark(host.hostId, advice.id));
      return recordOf(advice, 'reopened', nowMs, { because });
    });
  }

  async #record({ hostId }: Host, records: readonly AdviceRecord<Words>[]): Promise<void> {
    if (records.length > 0) await this.#options.keeper.record(hostId, records);
  }

  #keep(what: string, { hostId }: Host, done: Promise<void>): void {
    done.catch((error: unknown) => this.#options.log.warn({ host: hostId, err: error }, `${what} could not be kept`));
  }

  #marksOf(hostId: string): AdviceMarks {
    const marks = this.#marks.get(hostId) ?? new AdviceMarks();
    this.#marks.set(hostId, marks);
    return marks;
  }

  #appliedOf(host: Host): AppliedAdvice {
    const { hostId } = host;
    const before = (changeId: string) => this.#options.adviceBefore?.(host, changeId);
    const applied = this.#applied.get(hostId) ?? new AppliedAdvice(before);
    this.#applied.set(hostId, applied);
    return applied;
  }

  #verified(host: Host): ReadonlyMap<string, Verified> {
    return this.#options.verified?.(host) ?? NOTHING_VERIFIED;
  }

  /** A rule that throws does so every second: the log hears of it once. */
  #note(rule: string, error: unknown): void {
    const times = (this.#failures.get(rule) ?? 0) + 1;
    this.#failures.set(rule, times);
    if (times === 1) this.#options.log.error({ rule, err: error }, 'a rule failed; the others go on');
  }
}
