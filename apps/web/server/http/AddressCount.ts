import { networkOf } from './networkOf.ts';

/** How many of one thing each client address has open; an IPv6 network counts as one. Addresses that have none are not kept. */
export class AddressCount {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Addresses that have something open. */
  get size(): number {
    return this.#open.size;
  }

  /** Whether this address has `more` above all that it may. */
  isFull(address: string, more = 0): boolean {
    return (this.#open.get(networkOf(address)) ?? 0) >= this.#most + more;
  }

  /** Counts one, whether there is room or not. @returns what gives it back; calling it again does nothing */
  take(address: string): () => void {
    const network = networkOf(address);
    this.#open.set(network, (this.#open.get(network) ?? 0) + 1);
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      const left = (this.#open.get(network) ?? 0) - 1;
      if (left > 0) this.#open.set(network, left);
      else this.#open.delete(network);
    };
  }
}
