import type { Drift } from '@netstrata/protocol/types';

/** What waits for a server: of more the oldest are left out. */
const MOST_WAITING = 256;
/** In one message. */
const MOST_AT_ONCE = 64;
const LONGEST_VALUE = 2000;

/** Drifts until the server has them. */
export class DriftQueue {
  readonly #send: (drifts: readonly Drift[]) => boolean;
  #waiting: Drift[] = [];

  /** `send` says whether there was a connection to send by. */
  constructor(send: (drifts: readonly Drift[]) => boolean) {
    this.#send = send;
  }

  add(drift: Drift): void {
    this.#waiting.push({ ...drift, before: short(drift.before), after: short(drift.after) });
    this.#waiting = this.#waiting.slice(-MOST_WAITING);
    this.flush();
  }

  /** Sends what waits; to be called when a connection is there. */
  flush(): void {
    while (this.#waiting.length > 0 && this.#send(this.#waiting.slice(0, MOST_AT_ONCE)))
      this.#waiting = this.#waiting.slice(MOST_AT_ONCE);
  }
}

function short(value: string): string {
  return value.length <= LONGEST_VALUE ? value : `${value.slice(0, LONGEST_VALUE - 1)}…`;
}
