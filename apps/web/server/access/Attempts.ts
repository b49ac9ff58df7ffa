import { networkOf } from '../http/networkOf.ts';
import { TooManyError } from './TooManyError.ts';

const WINDOW_MS = 15 * 60_000;
/** Failures within the window. */
const MOST_OF_ADDRESS = 30;
const MOST_OF_PAIR = 10;
/** From so many failures on from anywhere an account is under attack: a new address has one attempt. */
const ATTACK = 50;
/** Passwords being checked at once: each takes 32 MB and a thread of the pool for a while. */
const MOST_AT_ONCE = 16;
const MOST_KEYS = 20_000;

interface Count {
  failures: number;
  readonly endMs: number;
}

/**
 * Counts failed attempts to sign in, by address and by account. An address that has guessed too often waits. An account is never
 * locked: who attacks it uses up their own addresses' attempts, and a right password from another address still works. Addresses from
 * which the account was signed in to before keep all their attempts while it is under attack.
 */
export class Attempts {
  readonly #now: () => number;
  readonly #counts = new Map<string, Count>();
  readonly #known = new Map<string, true>();
  #running = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Runs one attempt; `work` says whether it proved something. Counted as failed before it runs, so that many at once are counted too.
   * @param account what is attacked: an e-mail address in lower case, or the word for a kind of code
   * @throws TooManyError before `work` when there were too many
   */
  async run<T extends { readonly proved: boolean }>(
    { address, account }: { readonly address: string; readonly account: string },
    work: () => Promise<T>,
  ): Promise<T> {
    const network = networkOf(address);
    const byAddress = this.#count(`from ${network}`);
    const byAccount = this.#count(`to ${account}`);
    const pair = `${network} ${account}`;
    const byPair = this.#count(pair);
    const mostOfPair = byAccount.failures >= ATTACK && !this.#known.has(pair) ? 1 : MOST_OF_PAIR;
    this.refuse(address);
    if (byPair.failures >= mostOfPair) throw new TooManyError(byPair.endMs - this.#now());
    if (this.#running >= MOST_AT_ONCE) throw new TooManyError(1000);
    const counts = [byAddress, byAccount, byPair];
    for (const count of counts) count.failures++;
    this.#running++;
    try {
      const result = await work();
      if (result.proved) {
        for (const count of counts) count.failures--;
        remember(this.#known, pair, true);
      }
      return result;
    } finally {
      this.#running--;
    }
  }

  /** Before anything is read of what it sends. @throws TooManyError when this address has failed too often */
  refuse(address: string): void {
    const { failures, endMs } = this.#count(`from ${networkOf(address)}`);
    if (failures >= MOST_OF_ADDRESS) throw new TooManyError(endMs - this.#now());
  }

  /** Counts that are kept. */
  get size(): number {
    return this.#counts.size;
  }

  /** Forgets windows that are over. */
  sweep(): void {
    const nowMs = this.#now();
    for (const [key, { endMs }] of this.#counts) if (endMs <= nowMs) this.#counts.delete(key);
  }

  #count(key: string): Count {
    const known = this.#counts.get(key);
    if (known !== undefined && known.endMs > this.#now()) return known;
    this.#counts.delete(key);
    const count = { failures: 0, endMs: this.#now() + WINDOW_MS };
    remember(this.#counts, key, count);
    return count;
  }
}

/** Of too many the oldest goes. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  if (map.size <= MOST_KEYS) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
