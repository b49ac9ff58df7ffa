import type { OrderSeal } from '../types.ts';
import { framed } from './framed.ts';
import { type Prover, secretProver } from './proofs.ts';

/**
 * Seals the orders of one connection, at one end, and checks them at the other. Each has a larger number than those before,
 * so that none can be repeated or overtake another.
 */
export class OrderSeals {
  readonly #prover: Prover;
  #last = 0;

  constructor(key: Buffer) {
    this.#prover = secretProver(key);
  }

  /** @param body JSON, as it will travel */
  seal(event: string, body: unknown): OrderSeal {
    this.#last++;
    return { number: this.#last, proof: this.#prover.prove(bytesOf(this.#last, event, body)) };
  }

  /** Whether it is an order of the server that this connection was made with, and a new one. */
  accepts(event: string, body: unknown, seal: unknown): boolean {
    const { number, proof } = typeof seal === 'object' && seal !== null ? (seal as Partial<OrderSeal>) : {};
    if (typeof number !== 'number' || !(number > this.#last)) return false;
    if (!this.#prover.accepts(bytesOf(number, event, body), proof)) return false;
    this.#last = number;
    return true;
  }
}

function bytesOf(number: number, event: string, body: unknown): Buffer {
  return framed('order', [String(number), event, JSON.stringify(body ?? null)]);
}
