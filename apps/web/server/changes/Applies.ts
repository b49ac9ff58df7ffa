import { randomUUID } from 'node:crypto';
import type { Advice } from '@netstrata/advisor';
import type { Words } from '@netstrata/metrics';
import type { ApplyOrder, ChangeRecord, ChangeRequest, HostChange } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import { actorOf } from '../access/actor.ts';
import { ANSWERED_ANOTHER, NOT_CONNECTED, NoAnswer } from '../agents/askChange.ts';
import type { LiveHost } from '../live/LiveHost.ts';
import { type Asker, aboutUnit, askedBy, identityOf, messageOf, valuesOf, wordsIn } from './asker.ts';
import type { BookEntry, ChangeBook } from './ChangeBook.ts';
import type { ChangeDeskOptions } from './ChangeDesk.ts';
import { checkUnit, type UnitWanted } from './checkUnit.ts';
import { NO_PERMISSION } from './previewOf.ts';
import { RateLimit } from './RateLimit.ts';
import { type RepeatableRequest, Repeats, repeatable } from './Repeats.ts';
import { HOST, isAbout, reconcile } from './reconcile.ts';
import { refuseHeld } from './refuseHeld.ts';
import { requireProof } from './requireProof.ts';
import { refOf } from './settings.ts';
import { undoneText } from './undoneText.ts';
import { planVerdict, type VerdictPlan } from './verdictPlan.ts';

/** Within a minute: a program that changes a fleet, and a host that several change. */
const MOST_OF_ONE = 30;
const MOST_OF_A_HOST = 10;

/** An answer that is about something else: what became of the change is not known. */
class OtherAnswer extends NoAnswer {}

export type ApplyAsker = Asker & { readonly key?: string | undefined };

/** A request that may be: what it makes, and what the agent is told. */
interface Admitted {
  readonly entry: BookEntry;
  readonly order: ApplyOrder;
  readonly repeat: RepeatableRequest | undefined;
}

/** Makes units of changes: admits requests, asks agents, and keeps what they answer. */
export class Applies {
  readonly #options: ChangeDeskOptions;
  readonly #book: ChangeBook;
  readonly #repeats: Repeats;
  readonly #ofOne: RateLimit;
  readonly #ofHost: RateLimit;
  readonly #asked = new Map<string, Promise<ChangeRecord>>();
  /** No two requests are of one moment: their order is known from it. */
  #newestMs = 0;

  constructor(options: ChangeDeskOptions, book: ChangeBook) {
    this.#options = options;
    this.#book = book;
    this.#repeats = new Repeats(options.ledger);
    this.#ofOne = new RateLimit(MOST_OF_ONE, options.now);
    this.#ofHost = new RateLimit(MOST_OF_A_HOST, options.now);
  }

  /** Whether an agent is being asked to make this one. */
  isAsked(id: string): boolean {
    return this.#asked.has(id);
  }

  /** See ChangeDesk.apply. */
  async make(host: LiveHost, request: ChangeRequest, asker: ApplyAsker): Promise<ChangeRecord> {
    let admitted: Admitted | string;
    try {
      admitted = this.#admit(host, request, asker);
    } catch (error) {
      this.#options.ledger.audit.append({
        action: 'change.apply',
        outcome: 'refused',
        ...askedBy(asker),
        hostId: host.hostId,
        target: request.changes.map(({ tunable }) => tunable).join(' '),
        because: messageOf(error),
        after: request.changes.map(({ tunable, value }) => `${tunable} = ${value}`).join('; '),
      });
      throw error;
    }
    if (typeof admitted === 'string') return this.#again(host, admitted);
    const { id } = admitted.order;
    const done = this.#ask(host, admitted, asker);
    this.#asked.set(id, done);
    try {
      return await done;
    } finally {
      this.#asked.delete(id);
    }
  }

  /** What is to be done, or the id of the change that this very request has made before. */
  #admit(host: LiveHost, request: ChangeRequest, { who, key }: ApplyAsker): Admitted | string {
    const nowMs = this.#options.now();
    const actor = actorOf(who);
    const repeat = repeatable(identityOf(who), key, [host.hostId, request]);
    const before = this.#repeats.before(repeat, nowMs);
    if (before !== undefined) return before;
    this.#ofOne.count(identityOf(who), { en: 'too many changes within a minute', 'zh-CN': '一分钟内的更改太多' });
    this.#ofHost.count(host.hostId, {
      en: 'too many changes of this host within a minute',
      'zh-CN': '本机一分钟内的更改太多',
    });
    const unit = checkUnit(request);
    requireProof(unit, request, who, nowMs);
    if (!host.connected) throw new ProtocolError('unavailable', 'change', NOT_CONNECTED);
    if (!host.mayApply) throw new ProtocolError('forbidden', 'change', NO_PERMISSION);
    refuseHeld(this.#book.of(host), unit.changes, nowMs);
    this.#newestMs = Math.max(nowMs, this.#newestMs + 1);
    const record = newRecord(host, request, unit, { by: actor, nowMs: this.#newestMs });
    const { id, by, because } = record;
    const confirmWithinMs = unit.confirmWithinSeconds * 1000;
    const order = { id, changes: unit.changes, by, because, confirmWithinMs };
    const advice = this.#adviceOf(host, request);
    const plan = this.#planOf(host, request, { advice, confirmWithinMs });
    const notes = { bootId: host.facts.bootId, plan, advice };
    return { entry: { record, notes }, order, repeat };
  }

  #adviceOf(host: LiveHost, { adviceId }: ChangeRequest): Advice<Words> | undefined {
    return adviceId === undefined ? undefined : this.#options.adviceOf(host).find(({ id }) => id === adviceId);
  }

  /** Nothing is measured of a host whose samples are from the past. */
  #planOf(
    host: LiveHost,
    { changes }: ChangeRequest,
    what: Pick<Parameters<typeof planVerdict>[0], 'advice' | 'confirmWithinMs'>,
  ): VerdictPlan | undefined {
    const nowMs = this.#options.now();
    if (!host.isFresh(nowMs)) return undefined;
    const quietMs = nowMs - lastMadeMs(this.#book.of(host));
    return planVerdict({ window: host.window, settings: changes.map(refOf), quietMs, ...what });
  }

  async #again(host: LiveHost, id: string): Promise<ChangeRecord> {
    const asked = this.#asked.get(id);
    if (asked !== undefined) return asked;
    const { record, notes } = this.#book.get(host, id);
    if (notes.failure !== undefined) throw new ProtocolError(notes.failure.code, 'change', notes.failure.message);
    return record;
  }

  /** Up to the agent's answer nothing is awaited: the next request finds the settings held. */
  async #ask(host: LiveHost, { entry, order, repeat }: Admitted, asker: Asker): Promise<ChangeRecord> {
    const { now, ask, ledger } = this.#options;
    const about = { ...askedBy(asker), ...aboutUnit(entry.record) };
    const { because } = order;
    const nowMs = now();
    ledger.audit.append({ action: 'change.ask-apply', outcome: 'done', ...about, because });
    this.#book.put(entry, repeat === undefined ? undefined : { ...repeat, changeId: order.id, timeMs: nowMs });
    try {
      const said = await ask.apply(host, order);
      const record = this.#taken(host, entry, said, nowMs);
      const made = record.changes;
      ledger.audit.append({
        action: 'change.apply',
        outcome: 'done',
        ...about,
        because,
        before: valuesOf(made, 'before'),
        after: valuesOf(made, 'after'),
      });
      return record;
    } catch (error) {
      const unsure = error instanceof NoAnswer || !(error instanceof ProtocolError);
      const problem = messageOf(error);
      ledger.audit.append({
        action: 'change.apply',
        outcome: unsure ? 'failed' : 'refused',
        ...about,
        because: problem,
      });
      const record: ChangeRecord = unsure
        ? { ...entry.record, state: 'unknown', problem, confirmByMs: nowMs + order.confirmWithinMs }
        : { ...entry.record, state: 'refused', problem, decidedMs: now(), decidedBy: HOST };
      const failure =
        error instanceof ProtocolError ? { code: error.code, message: error.words ?? problem } : undefined;
      const notes = { ...entry.notes, problem: wordsIn(error) };
      this.#book.put({ record, notes: unsure ? notes : { ...notes, failure } });
      // Whoever waits for an answer that did not come gets the record, which says so; a host that lies is an error.
      if (unsure && error instanceof NoAnswer && !(error instanceof OtherAnswer)) return record;
      throw error;
    }
  }

  /** What is left to confirm it runs from when it was asked for, by our clock: not later than the host's own time does. */
  #taken(host: LiveHost, { record, notes }: BookEntry, said: HostChange, askedMs: number): ChangeRecord {
    if (said.state === 'undone' && isAbout(record, said)) {
      const undone = undoneText(said.undo);
      throw new ProtocolError('conflict', 'change', {
        en: `it was put back at once: ${undone.en}`,
        'zh-CN': `已立即恢复原值：${undone['zh-CN']}`,
      });
    }
    if (said.state !== 'pending' || !isAbout(record, said))
      throw new OtherAnswer('unavailable', 'change', ANSWERED_ANOTHER);
    const confirmByMs = said.deadlineMs === undefined ? undefined : askedMs + said.deadlineMs - said.appliedMs;
    const asked = { ...record, ...(confirmByMs === undefined ? {} : { confirmByMs }) };
    const next = reconcile(asked, said, { nowMs: this.#options.now(), offsetMs: host.clockOffsetMs ?? 0 });
    this.#book.put({ record: next, notes });
    return next;
  }
}

/** When a value was last made or put back here, server's clock; -Infinity for never. */
const lastMadeMs = (records: readonly ChangeRecord[]): number =>
  Math.max(
    ...records.flatMap(({ state, appliedMs, decidedMs }) =>
      appliedMs === undefined ? [] : [state === 'undone' ? (decidedMs ?? appliedMs) : appliedMs],
    ),
  );

function newRecord(
  { hostId }: LiveHost,
  { because, adviceId }: ChangeRequest,
  { changes }: UnitWanted,
  { by, nowMs }: { readonly by: string; readonly nowMs: number },
): ChangeRecord {
  return {
    id: randomUUID(),
    hostId,
    state: 'applying',
    changes: changes.map(({ value, expectedBefore, ...ref }) => ({ ...ref, before: expectedBefore, after: value })),
    because,
    ...(adviceId === undefined ? {} : { adviceId }),
    by,
    requestedMs: nowMs,
  };
}
