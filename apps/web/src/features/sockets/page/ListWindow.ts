import type { SocketGroupRow } from '@netstrata/metrics';
import type { SocketsAnswer } from '@netstrata/protocol/types';
import { share } from '../../connection/share.ts';
import type { TableSocket } from '../sockets.ts';

export type ListRow = TableSocket | SocketGroupRow;

/** What a row is, wherever it stands: the cookie of a socket, the words that find a group. */
export const rowKey = (row: ListRow): string => ('cookie' in row ? row.cookie : `of ${row.filter}`);

/** What is known of a list of which only a window is held. */
export interface ListState {
  /** The newest answer, without its rows; undefined before the first. */
  readonly answer: Omit<SocketsAnswer, 'sockets' | 'groups' | 'names'> | undefined;
  /** How many rows the whole list has. */
  readonly length: number;
  /** Those that are held, by their place. */
  readonly rows: ReadonlyMap<number, ListRow>;
  /** Places of a held order in which one stood that is gone; its row is the last one that was known, if any. */
  readonly gone: ReadonlySet<number>;
  /** Why there was no answer this time. */
  readonly trouble: string | undefined;
  /** The newest order was asked for and has not come: what is held is in the one before. */
  readonly isSorting: boolean;
}

export interface AskedWindow {
  readonly offset: number;
  readonly limit: number;
  /** `timeMs` of the answer whose order is to be kept. */
  readonly inOrderOf: number | undefined;
}

export interface ListWindowParts {
  /** Rejects with an error whose message people read. */
  readonly ask: (window: AskedWindow, signal: AbortSignal) => Promise<SocketsAnswer>;
  /** Rows as they are shown, out of an answer. */
  readonly rowsOf: (answer: SocketsAnswer) => readonly ListRow[];
  /** Calls back once after so long; gives what cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Whether anybody sees the list. */
  readonly isSeen: () => boolean;
}

const EMPTY: ListState = {
  answer: undefined,
  length: 0,
  rows: new Map(),
  gone: new Set(),
  trouble: undefined,
  isSorting: false,
};
const REFRESH_MS = 1000;
const AFTER_TROUBLE_MS = 3000;
/** Asked for beyond what is seen, on either side. */
const AHEAD = 40;
/** Who scrolls that way comes to what is not held within a moment: so it is asked for before. */
const SOON = AHEAD / 2;
/** Held beyond what is seen, on either side, so that somebody who scrolls back sees rows at once. */
const KEEP = 300;
const MOST_ROWS = 400;

/**
 * Holds the part of a long list that is looked at, asks ahead of who scrolls, and asks again each second. One question at a time. While the
 * order is held, rows keep their places and only their values go on.
 */
export class ListWindow {
  readonly #parts: ListWindowParts;
  readonly #listeners = new Set<() => void>();
  #state = EMPTY;
  #first = 0;
  #last = 40;
  #stop: AbortController | undefined;
  #cancel: (() => void) | undefined;
  #isAsking = false;
  #isHeld = false;
  /** `timeMs` of the answer in whose order the rows are. */
  #orderMs: number | undefined;

  constructor(parts: ListWindowParts) {
    this.#parts = parts;
  }

  readonly state = (): ListState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    this.#stop = new AbortController();
    void this.#pull();
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#isAsking = false;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** The rows that are seen now. Asks at once for those that are not held, and for those that come next. */
  look(first: number, last: number): void {
    const isUp = first < this.#first;
    const isDown = first > this.#first;
    this.#first = first;
    this.#last = last;
    if (this.#isAsking || this.#cancel === undefined) return;
    if (this.#isMissing(first - (isUp ? SOON : 0), last + (isDown ? SOON : 0))) void this.#pull();
  }

  /** From now on rows keep their places, or they need not any more: then the newest order comes at once. */
  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    if (!isHeld && this.#cancel !== undefined) void this.#pull();
  }

  /** Takes the newest order, and holds that one if one is held. */
  resort(): void {
    this.#orderMs = undefined;
    this.#set({ ...this.#state, isSorting: true });
    if (this.#cancel !== undefined) void this.#pull();
  }

  #isMissing(first = this.#first, last = this.#last): boolean {
    const { gone, length, rows } = this.#state;
    const end = Math.min(last, length - 1);
    for (let at = Math.max(0, first); at <= end; at++) if (!rows.has(at) && !gone.has(at)) return true;
    return false;
  }

  /** Never rejects. */
  async #pull(): Promise<void> {
    const { after, isSeen } = this.#parts;
    const signal = this.#stop?.signal;
    this.#cancel?.();
    this.#cancel = undefined;
    if (signal === undefined || this.#isAsking) return;
    let delayMs = REFRESH_MS;
    if (isSeen()) {
      this.#isAsking = true;
      delayMs = await this.#ask(signal);
      // One that was stopped meanwhile, and perhaps begun again, asks for itself.
      if (signal.aborted) return;
      this.#isAsking = false;
    }
    // Somebody has scrolled on meanwhile.
    if (this.#state.trouble === undefined && isSeen() && this.#isMissing()) delayMs = 0;
    this.#cancel = after(delayMs, () => void this.#pull());
  }

  /** @returns in how many milliseconds to ask again */
  async #ask(signal: AbortSignal): Promise<number> {
    const offset = Math.max(0, this.#first - AHEAD);
    const limit = Math.min(MOST_ROWS, this.#last + AHEAD + 1 - offset);
    const orderMs = this.#orderMs;
    const inOrderOf = this.#isHeld ? orderMs : undefined;
    try {
      const answer = await this.#parts.ask({ offset, limit, inOrderOf }, signal);
      if (signal.aborted) return 0;
      // Somebody holds the order since it was asked for, or wants a new one.
      const isTooNew = this.#isHeld && orderMs !== undefined && inOrderOf === undefined && answer.timeMs !== orderMs;
      if (isTooNew || orderMs !== this.#orderMs) return 0;
      this.#take(answer, offset);
      return this.#isHeld || inOrderOf === undefined ? REFRESH_MS : 0;
    } catch (cause) {
      if (!signal.aborted)
        this.#set({
          ...this.#state,
          trouble: cause instanceof Error ? cause.message : String(cause),
          isSorting: false,
        });
      return AFTER_TROUBLE_MS;
    }
  }

  #take(answer: SocketsAnswer, offset: number): void {
    const { sockets: _sockets, groups: _groups, names: _names, ...rest } = answer;
    const { held } = answer;
    const orderMs = held?.timeMs ?? answer.timeMs;
    const isSame = orderMs === this.#orderMs;
    const length = held?.length ?? answer.groupTotal ?? answer.matched;
    const known = new Map([...this.#state.rows.values()].map((row) => [rowKey(row), row] as const));
    const given = this.#parts.rowsOf(answer);
    const [from, to] = [this.#first - KEEP, this.#last + KEEP];
    const isKept = (at: number) => isSame && at >= from && at <= to && at < length;
    const rows = new Map([...this.#state.rows].filter(([at]) => isKept(at)));
    const gone = new Set([...this.#state.gone].filter(isKept));
    const left = new Set(held?.places);
    let at = offset;
    for (const row of given) {
      while (left.has(at)) gone.add(at++);
      gone.delete(at);
      rows.set(at++, share(known.get(rowKey(row)), row));
    }
    while (left.has(at)) gone.add(at++);
    // An answer that ends early says that there is nothing behind it.
    for (; at <= this.#last + AHEAD; at++) rows.delete(at);
    this.#orderMs = orderMs;
    this.#set({ answer: share(this.#state.answer, rest), length, rows, gone, trouble: undefined, isSorting: false });
  }

  #set(state: ListState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
