import type { Advice } from '@netstrata/advisor';
import type { Ledger } from '@netstrata/db';
import type { Words } from '@netstrata/metrics';
import type {
  ApplyOrder,
  ChangeOrder,
  ChangePreview,
  ChangeRecord,
  ChangeRequest,
  HostChange,
  HostPreview,
  SettingRef,
} from '@netstrata/protocol';
import type { PreviewRequest } from '@netstrata/protocol/schemas';
import type { LiveHost } from '../live/LiveHost.ts';
import type { Log } from '../start/log.ts';
import { Applies, type ApplyAsker } from './Applies.ts';
import { type Asker, identityOf } from './asker.ts';
import { ChangeBook, type ToldChange, toldOf } from './ChangeBook.ts';
import { HostWord } from './HostWord.ts';
import { heldUntil } from './heldUntil.ts';
import { LiveVerdicts } from './LiveVerdicts.ts';
import { LostValues } from './LostValues.ts';
import { type OrderAsked, Orders } from './Orders.ts';
import { CHANGE_KEPT_MS } from './outlived.ts';
import { previewOf } from './previewOf.ts';
import { RateLimit } from './RateLimit.ts';
import { checkSetting } from './settings.ts';
import { type Verified, verifiedAdvice } from './verifiedAdvice.ts';

/** What an agent is asked; see ChangeAsker. Each rejects with ProtocolError `unavailable` at once when no agent is connected. */
export interface ChangeQuestions {
  readonly preview: (host: LiveHost, settings: readonly SettingRef[]) => Promise<HostPreview<string | Words>>;
  readonly apply: (host: LiveHost, order: ApplyOrder) => Promise<HostChange>;
  readonly order: (host: LiveHost, order: ChangeOrder) => Promise<HostChange>;
}

export interface ChangeDeskOptions {
  readonly ledger: Pick<Ledger, 'audit' | 'changes'>;
  readonly ask: ChangeQuestions;
  /** Open advice of a host. */
  readonly adviceOf: (host: LiveHost) => readonly Advice<Words>[];
  /** When a record of the host is another than before. */
  readonly changed: (hostId: string) => void;
  readonly log: Log;
  /** Our clock, Unix ms. */
  readonly now: () => number;
}

/** Of one asker within a minute. */
const MOST_PREVIEWS = 120;
const COMPLAIN_EVERY_MS = 60_000;

/** Changes of all hosts: asked for by people and programs, made by agents, and what became of them. */
export class ChangeDesk {
  readonly #options: ChangeDeskOptions;
  readonly #book: ChangeBook;
  readonly #applies: Applies;
  readonly #orders: Orders;
  readonly #word: HostWord;
  readonly #lost: LostValues;
  readonly #verdicts: LiveVerdicts;
  readonly #previews: RateLimit;
  #complainedMs = Number.NEGATIVE_INFINITY;

  constructor(options: ChangeDeskOptions) {
    this.#options = options;
    this.#book = new ChangeBook(options.ledger, options.changed);
    this.#applies = new Applies(options, this.#book);
    this.#orders = new Orders(options, this.#book);
    const isAsked = (id: string) => this.#applies.isAsked(id) || this.#orders.isAsked(id);
    this.#word = new HostWord(options, this.#book, isAsked);
    this.#lost = new LostValues(options.ledger, this.#book, isAsked);
    this.#verdicts = new LiveVerdicts(this.#book, options.now);
    this.#previews = new RateLimit(MOST_PREVIEWS, options.now);
  }

  /** At the start: what an earlier run of the server asked for is `unknown` until its host tells. */
  recall(): void {
    this.#book.recall();
    this.#verdicts.recall(this.#book.standing());
  }

  /** Now and then: what is older than the history and tells nothing of the present any more. The audit keeps its rows. */
  forget(): void {
    this.#safely(() => this.#book.forget(this.#options.now() - CHANGE_KEPT_MS));
  }

  /** The newest 50, the newest first. */
  of(host: Pick<LiveHost, 'hostId'>): readonly ChangeRecord[] {
    return this.#book.of(host);
  }

  /** All that are kept, the newest first. */
  kept(host: Pick<LiveHost, 'hostId'>): readonly ChangeRecord[] {
    return this.#book.entries(host, ['kept']).map(({ record }) => record);
  }

  /** The newest first, 50 unless said, for people, to be sent in their language. */
  told(host: LiveHost, limit?: number): readonly ToldChange[] {
    return this.#book.told(host, limit);
  }

  /** @throws ProtocolError `not-found`, also for a change of another host */
  toldOf(host: LiveHost, id: string): ToldChange {
    return toldOf(this.#book.get(host, id));
  }

  /** Settings whose last change is waited for, by name, with the end of the wait, Unix ms. */
  held(host: Pick<LiveHost, 'hostId'>): ReadonlyMap<string, number> {
    return heldUntil(this.#book.of(host), this.#options.now());
  }

  /** Advice whose change is being verified, by id. */
  verified(host: Pick<LiveHost, 'hostId'>): ReadonlyMap<string, Verified> {
    return verifiedAdvice(this.#book.of(host), this.#options.now());
  }

  /** The advice that proposed a change, as it was then; undefined where none did. */
  adviceBefore(host: Pick<LiveHost, 'hostId'>, id: string): Advice<Words> | undefined {
    return this.#book.find(host, id)?.notes.advice;
  }

  /** @throws ProtocolError `not-found`, also for a change of another host */
  get(host: LiveHost, id: string): ChangeRecord {
    return this.#book.get(host, id).record;
  }

  /** Everything to know before a change. Rejects with ProtocolError. */
  async preview(host: LiveHost, { changes }: PreviewRequest, { who }: Asker): Promise<ChangePreview<string | Words>> {
    this.#previews.count(identityOf(who), { en: 'too many previews within a minute', 'zh-CN': '一分钟内的预览太多' });
    const asked = changes.map((change) => ({ checked: checkSetting(change), value: change.value }));
    const refs = asked.flatMap(({ checked: { ref, entry } }) => (entry === undefined ? [] : [ref]));
    return previewOf(host, asked, await this.#options.ask.preview(host, refs));
  }

  /**
   * Makes a unit of changes, all or none. The record says what became of it: `pending` until somebody confirms, or `unknown` when the
   * host did not say. The same `key` from the same asker does nothing twice. Rejects with ProtocolError; every request is audited.
   */
  async apply(host: LiveHost, request: ChangeRequest, asker: ApplyAsker): Promise<ChangeRecord> {
    const record = await this.#applies.make(host, request, asker);
    this.#word.again(host, record.id);
    this.#verdicts.watch(record);
    return this.get(host, record.id);
  }

  /**
   * Confirms, takes back, sets at boot or no longer. What is so already stays so and nobody is asked. Rejects with ProtocolError;
   * every order is audited.
   */
  async order(host: LiveHost, asked: OrderAsked, asker: Asker): Promise<ChangeRecord> {
    try {
      return await this.#orders.give(host, asked, asker);
    } finally {
      this.#word.again(host, asked.id);
    }
  }

  /** After a new sample of a host. */
  ticked(host: LiveHost): void {
    this.#safely(() => this.#verdicts.ticked(host));
  }

  /** After a host has told its values. */
  tunablesReported(host: LiveHost): void {
    this.#safely(() => this.#lost.look(host));
  }

  /** When the agent of a host is gone. */
  agentLeft(host: LiveHost): void {
    this.#safely(() => this.#word.left(host));
  }

  /** What a host's agent says of all its changes. */
  reported(host: LiveHost, units: readonly HostChange[]): void {
    this.#safely(() => this.#word.reported(host, units));
  }

  /** What nobody asked for stops neither samples nor connections when the ledger cannot be written. Said once a minute. */
  #safely(work: () => void): void {
    try {
      work();
    } catch (error) {
      const { log, now } = this.#options;
      if (now() - this.#complainedMs < COMPLAIN_EVERY_MS) return;
      this.#complainedMs = now();
      log.error({ err: error }, 'what became of changes cannot be written down');
    }
  }
}
