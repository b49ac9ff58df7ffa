import { KernelError } from './KernelError.ts';
import { LATE, withinLimit } from './withinLimit.ts';

/**
 * Lets one asynchronous operation on the kernel run at a time, each with a time limit.
 *
 * A thread that hangs in the kernel cannot be taken back. The caller gets `timed-out` at its limit; until the hung operation
 * returns, every further one fails at once with `busy`, so that one hung file never holds more than one thread.
 */
export class OneAtATime {
  readonly #path: string;
  #inFlight = false;

  constructor(path: string) {
    this.#path = path;
  }

  get inFlight(): boolean {
    return this.#inFlight;
  }

  async run<T>(timeoutMs: number, operation: () => Promise<T>): Promise<T> {
    if (this.#inFlight) throw new KernelError({ code: 'busy', operation: 'read', path: this.#path });
    this.#inFlight = true;
    const result = await withinLimit(this.#untilReturned(operation), timeoutMs);
    if (result !== LATE) return result;
    throw new KernelError({ code: 'timed-out', operation: 'read', path: this.#path, detail: `${timeoutMs} ms` });
  }

  async #untilReturned<T>(operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } finally {
      this.#inFlight = false;
    }
  }
}
