import { type Advice, AdviceBook, advise, RULES, type Rule } from '@netstrata/advisor';
import type { LiveHost } from '../live/LiveHost.ts';
import type { Log } from '../start/log.ts';

export interface AdviceDeskOptions {
  readonly log: Log;
  /** Our clock, Unix ms: when advice opens. */
  readonly now: () => number;
  /** All of the catalogue unless said. */
  readonly rules?: readonly Rule[];
}

const NONE: readonly Advice[] = [];

/** Runs the rules over every host and keeps what they say. */
export class AdviceDesk {
  readonly #options: AdviceDeskOptions;
  readonly #books = new Map<string, AdviceBook>();
  readonly #failures = new Map<string, number>();

  constructor(options: AdviceDeskOptions) {
    this.#options = options;
  }

  /** Times each rule threw since the start, by rule id. */
  get failures(): ReadonlyMap<string, number> {
    return this.#failures;
  }

  /** Open advice of a host, the worst first. */
  of({ hostId }: Pick<LiveHost, 'hostId'>): readonly Advice[] {
    return this.#books.get(hostId)?.advice ?? NONE;
  }

  /** After new samples. True when the host's advice says something new. */
  evaluate(host: LiveHost): boolean {
    const { now, rules = RULES } = this.#options;
    const book = this.#books.get(host.hostId) ?? new AdviceBook();
    this.#books.set(host.hostId, book);
    const { window, sockets, tunableValues, facts } = host;
    const tunables = { tunables: tunableValues, tunablesSinceMs: host.tunables?.timeMs };
    const { changed, failures } = advise(book, { window, sockets, ...tunables, host: facts }, now(), rules);
    for (const { rule, error } of failures) this.#note(rule, error);
    return changed;
  }

  /** A rule that throws does so every second: the log hears of it once. */
  #note(rule: string, error: unknown): void {
    const times = (this.#failures.get(rule) ?? 0) + 1;
    this.#failures.set(rule, times);
    if (times === 1) this.#options.log.error({ rule, err: error }, 'a rule failed; the others go on');
  }
}
