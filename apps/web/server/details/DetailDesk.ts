import type { DetailAnswer, DetailKind } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';
import type { LiveHost } from '../live/LiveHost.ts';

/** An answer of the API may be this old. */
const FRESH_MS = 10_000;
const ANSWER_WITHIN_MS = 8000;

interface Wait {
  readonly hostId: string;
  readonly kind: DetailKind;
  readonly answer: PromiseWithResolvers<DetailAnswer>;
  readonly timer: ReturnType<typeof setTimeout>;
}

export interface DetailDeskOptions {
  readonly now: () => number;
  /** Somebody waits for another kind of this host, or for one less. */
  readonly changed: (hostId: string) => void;
}

/**
 * Reports on request, for those who ask once: agents make them only while somebody looks, so each question counts as
 * looking until it is answered.
 */
export class DetailDesk {
  readonly #options: DetailDeskOptions;
  readonly #waiting = new Set<Wait>();

  constructor(options: DetailDeskOptions) {
    this.#options = options;
  }

  /** Kinds of a host that somebody waits for. */
  wanted(hostId: string): readonly DetailKind[] {
    return [...this.#waiting].filter((wait) => wait.hostId === hostId).map(({ kind }) => kind);
  }

  /**
   * The newest answer, made now unless there is one that is no older than `freshMs`. Rejects with ProtocolError `unavailable` or
   * `timed-out`.
   */
  ask(host: LiveHost, kind: DetailKind, freshMs: number = FRESH_MS): Promise<DetailAnswer> {
    const { hostId } = host;
    const known = host.detail(kind);
    if (known !== undefined && this.#options.now() - known.arrivedMs <= freshMs) return Promise.resolve(known.answer);
    if (!host.connected) return Promise.reject(unavailable('the agent of this host is not connected'));
    const answer = Promise.withResolvers<DetailAnswer>();
    const timer = setTimeout(() => {
      this.#end(wait);
      answer.reject(new ProtocolError('timed-out', 'details', 'the agent did not answer in time'));
    }, ANSWER_WITHIN_MS);
    const wait: Wait = { hostId, kind, answer, timer };
    this.#waiting.add(wait);
    this.#options.changed(hostId);
    return answer.promise;
  }

  /** A report came. */
  reported({ hostId }: LiveHost, kind: DetailKind, answer: DetailAnswer): void {
    for (const wait of [...this.#waiting]) {
      if (wait.hostId !== hostId || wait.kind !== kind) continue;
      this.#end(wait);
      wait.answer.resolve(answer);
    }
  }

  close(): void {
    for (const wait of [...this.#waiting]) {
      clearTimeout(wait.timer);
      wait.answer.reject(unavailable('the server stops'));
    }
    this.#waiting.clear();
  }

  #end(wait: Wait): void {
    clearTimeout(wait.timer);
    this.#waiting.delete(wait);
    this.#options.changed(wait.hostId);
  }
}

function unavailable(why: string): ProtocolError {
  return new ProtocolError('unavailable', 'details', why);
}
