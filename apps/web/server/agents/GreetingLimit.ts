import { ProtocolError } from '@netstrata/protocol';
import { networkOf } from '../http/networkOf.ts';

const MINUTE_MS = 60_000;
/** Greetings a minute with keys that nobody has. */
const MOST = 20;
const MOST_ADDRESSES = 5000;

/** Counts greetings by address that name a key that nobody has. */
export class GreetingLimit {
  readonly #now: () => number;
  readonly #counts = new Map<string, { greetings: number; readonly endMs: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws ProtocolError `overloaded` when there were too many from this address */
  count(address: string): void {
    const count = this.#countOf(networkOf(address));
    if (count.greetings >= MOST) {
      const seconds = Math.max(1, Math.ceil((count.endMs - this.#now()) / 1000));
      throw new ProtocolError('overloaded', 'agent:greet', `too many greetings failed: try again in ${seconds} s`);
    }
    count.greetings++;
  }

  #countOf(address: string): { greetings: number; readonly endMs: number } {
    const nowMs = this.#now();
    const known = this.#counts.get(address);
    if (known !== undefined && known.endMs > nowMs) return known;
    this.#counts.delete(address);
    // The one that was begun first is the first that ends.
    const [oldest] = this.#counts.keys();
    if (this.#counts.size >= MOST_ADDRESSES && oldest !== undefined) this.#counts.delete(oldest);
    const count = { greetings: 0, endMs: nowMs + MINUTE_MS };
    this.#counts.set(address, count);
    return count;
  }
}
