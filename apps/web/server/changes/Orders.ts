import type { Words } from '@netstrata/metrics';
import type { ChangeOrder, ChangeRecord, HostChange } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import { actorOf } from '../access/actor.ts';
import { ANSWERED_ANOTHER, NOT_CONNECTED, NoAnswer } from '../agents/askChange.ts';
import { inChinese } from '../language/inChinese.ts';
import type { LiveHost } from '../live/LiveHost.ts';
import { type Asker, aboutUnit, askedBy, identityOf, messageOf, wordsIn } from './asker.ts';
import type { BookEntry, ChangeBook } from './ChangeBook.ts';
import type { ChangeDeskOptions } from './ChangeDesk.ts';
import { RateLimit } from './RateLimit.ts';
import { isAbout, reconcile } from './reconcile.ts';
import { refuseHeld } from './refuseHeld.ts';
import { isWhole, undoneText } from './undoneText.ts';

/** Within a minute. Taking back must never be what is refused first. */
const MOST_OF_ONE = 60;

export type OrderAsked = Pick<ChangeOrder, 'id' | 'action' | 'evenIfChanged'>;

/** Decides over changes that are made: confirms them, takes them back, keeps them for the next boot. One at a time for each. */
export class Orders {
  readonly #options: ChangeDeskOptions;
  readonly #book: ChangeBook;
  readonly #ofOne: RateLimit;
  readonly #last = new Map<string, Promise<unknown>>();
  /** Who asks an agent about which change now. */
  readonly #asking = new Map<string, string>();

  constructor(options: ChangeDeskOptions, book: ChangeBook) {
    this.#options = options;
    this.#book = book;
    this.#ofOne = new RateLimit(MOST_OF_ONE, options.now);
  }

  /** Whether an agent is being asked about this one. */
  isAsked(id: string): boolean {
    return this.#asking.has(id);
  }

  /** See ChangeDesk.order. */
  async give(host: LiveHost, asked: OrderAsked, asker: Asker): Promise<ChangeRecord> {
    const { id } = asked;
    const turn = (this.#last.get(id) ?? Promise.resolve()).catch(() => {}).then(() => this.#give(host, asked, asker));
    this.#last.set(id, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(id) === turn) this.#last.delete(id);
    }
  }

  async #give(host: LiveHost, asked: OrderAsked, asker: Asker): Promise<ChangeRecord> {
    const { ledger, now } = this.#options;
    const { id, action } = asked;
    let entry: BookEntry;
    try {
      this.#ofOne.count(identityOf(asker.who), {
        en: 'too many orders within a minute',
        'zh-CN': '一分钟内的指令太多',
      });
      entry = this.#book.get(host, id);
      if (isSettled(entry.record, action)) return entry.record;
      if (action === 'undo') {
        const others = this.#book.of(host).filter((record) => record.id !== id);
        refuseHeld(others, entry.record.changes, now());
      }
      if (!host.connected) throw new ProtocolError('unavailable', 'change', NOT_CONNECTED);
    } catch (error) {
      const { hostId } = host;
      const because = messageOf(error);
      ledger.audit.append({
        action: `change.${action}`,
        outcome: 'refused',
        ...askedBy(asker),
        hostId,
        target: id,
        because,
      });
      throw error;
    }
    this.#asking.set(id, actorOf(asker.who));
    try {
      return await this.#ask(host, entry, asked, asker);
    } finally {
      this.#asking.delete(id);
    }
  }

  async #ask(host: LiveHost, { record, notes }: BookEntry, asked: OrderAsked, asker: Asker): Promise<ChangeRecord> {
    const { ledger, ask, now } = this.#options;
    const { id, action, evenIfChanged } = asked;
    const by = actorOf(asker.who);
    const values = action === 'undo' ? turnedRound(record) : aboutUnit(record);
    const about = { ...askedBy(asker), ...values };
    ledger.audit.append({ action: `change.ask-${action}`, outcome: 'done', ...about });
    try {
      const even = evenIfChanged === undefined ? {} : { evenIfChanged };
      const said = await ask.order(host, { id, action, by, ...even });
      if (!isAbout(record, said)) throw new NoAnswer('unavailable', 'change', ANSWERED_ANOTHER);
      const offsetMs = host.clockOffsetMs ?? 0;
      const next = reconcile(record, said, { nowMs: now(), offsetMs, decidedBy: by });
      this.#book.put({ record: next, notes });
      requireDone(next, said, action);
      const because = action === 'undo' ? undoneText(next.undo).en : undefined;
      const outcome = action === 'undo' && !isWhole(next.undo) ? 'failed' : 'done';
      ledger.audit.append({ action: `change.${action}`, outcome, ...about, because });
      return next;
    } catch (error) {
      const unsure = error instanceof NoAnswer;
      const because = messageOf(error);
      const outcome = unsure ? 'failed' : 'refused';
      ledger.audit.append({ action: `change.${action}`, outcome, ...about, because });
      // Whether it is set at boot does not touch what the setting is now.
      if (unsure && (action === 'confirm' || action === 'undo')) {
        const unknown: ChangeRecord = { ...record, state: 'unknown', problem: because, decidedBy: by };
        this.#book.put({ record: unknown, notes: { ...notes, problem: wordsIn(error) } });
      }
      throw error;
    }
  }
}

/** For an undo, what is there and what comes back. */
function turnedRound(record: ChangeRecord) {
  const about = aboutUnit(record);
  return { ...about, before: about.after, after: about.before };
}

/** Whether that is so already. @throws ProtocolError `conflict` where it cannot be */
function isSettled({ state, persisted, undo, problem }: ChangeRecord, action: ChangeOrder['action']): boolean {
  const conflict = (message: Words) => new ProtocolError('conflict', 'change', message);
  if (action === 'unpersist') return persisted === undefined;
  if (state === 'applying')
    throw conflict({ en: 'this change is being made: wait a moment', 'zh-CN': '此更改正在进行：请稍候' });
  if (state === 'refused')
    throw conflict({
      en: `this change was refused, nothing was changed: ${problem ?? ''}`,
      'zh-CN': `此更改被拒绝，什么都没有改变：${inChinese(problem ?? '')}`,
    });
  // What somebody else had changed since is asked about again.
  if (action === 'undo') return state === 'undone' && isWhole(undo);
  const undone = undoneText(undo);
  if (state === 'undone')
    throw conflict({ en: `this change was taken back: ${undone.en}`, 'zh-CN': `此更改已撤回：${undone['zh-CN']}` });
  if (action === 'confirm') return state === 'kept';
  if (state !== 'kept')
    throw conflict({ en: 'this change is not confirmed: confirm it first', 'zh-CN': '此更改尚未确认：请先确认' });
  return persisted !== undefined;
}

/** @throws ProtocolError `conflict` when the host says that it is otherwise */
function requireDone({ state, undo }: ChangeRecord, said: HostChange, action: ChangeOrder['action']): void {
  const isDone = {
    confirm: said.state === 'kept' && state === 'kept',
    undo: said.state === 'undone' && state === 'undone',
    persist: said.persisted !== undefined,
    unpersist: said.persisted === undefined,
  }[action];
  if (isDone) return;
  const undone = undoneText(undo);
  const instead =
    state === 'undone'
      ? { en: `it was taken back: ${undone.en}`, 'zh-CN': `已撤回：${undone['zh-CN']}` }
      : { en: `it is ${said.state}`, 'zh-CN': `状态是 ${said.state}` };
  throw new ProtocolError('conflict', 'change', {
    en: `the host did not do that: ${instead.en}`,
    'zh-CN': `主机没有照做：${instead['zh-CN']}`,
  });
}
