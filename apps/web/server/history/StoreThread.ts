import { Worker } from 'node:worker_threads';
import type { CallArgs, CallName, CallResult, ThreadAnswer, ThreadData, ThreadRequest } from './threadCalls.ts';

const ENTRY = new URL('./threadMain.ts', import.meta.url);
const RESTART_AFTER_MS = 1000;

/** A store call that failed, or the thread that ended under it. `code` is the database's own, as SQLITE_FULL. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: HistoryError) => void;
}

/**
 * One thread with one store connection. Calls are answered in order. A thread that dies is replaced after a second; the
 * calls it took with it are rejected, which callers must take as "not known to be done".
 */
export class StoreThread {
  readonly #path: string;
  #onTrouble: (error: HistoryError) => void = () => {};
  #worker: Worker | undefined;
  /** Settled by what becomes of the first start. */
  readonly #open = Promise.withResolvers<void>();
  #waiting = new Map<number, Waiting>();
  #nextId = 1;
  /** Why it ended last, until it is open again: that is told once. */
  #trouble: string | undefined;
  #closing = false;
  #restart: ReturnType<typeof setTimeout> | undefined;

  private constructor(path: string) {
    this.#path = path;
  }

  /** @throws HistoryError when the store cannot be opened */
  static async open(path: string, onTrouble: (error: HistoryError) => void): Promise<StoreThread> {
    const thread = new StoreThread(path);
    thread.#start();
    try {
      await thread.#open.promise;
    } catch (error) {
      clearTimeout(thread.#restart);
      throw error;
    }
    thread.#onTrouble = onTrouble;
    return thread;
  }

  /** Calls not answered yet. */
  get pending(): number {
    return this.#waiting.size;
  }

  call<K extends CallName>(name: K, ...args: CallArgs<K>): Promise<CallResult<K>> {
    const worker = this.#worker;
    if (worker === undefined) return Promise.reject(new HistoryError('the history is not open'));
    return new Promise<CallResult<K>>((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ type: 'call', id, name, args } satisfies ThreadRequest);
    });
  }

  /** Ends the thread after the calls made before. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#restart);
    const worker = this.#worker;
    if (worker === undefined) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ type: 'close' } satisfies ThreadRequest);
    await ended;
  }

  #start(): void {
    const worker = new Worker(ENTRY, { workerData: { path: this.#path } satisfies ThreadData });
    this.#worker = worker;
    let lastWords = new HistoryError('the history thread ended');
    worker.on('message', (answer: ThreadAnswer) => {
      if (answer.type === 'opened') this.#opened();
      else if (answer.type === 'refused') lastWords = new HistoryError(answer.message, answer.code);
      else this.#settle(answer);
    });
    worker.on('error', (error) => {
      const why = error instanceof Error ? error.message : String(error);
      lastWords = new HistoryError(`the history thread failed: ${why}`);
    });
    worker.once('exit', () => this.#ended(lastWords));
  }

  #opened(): void {
    this.#trouble = undefined;
    this.#open.resolve();
  }

  #settle(answer: Extract<ThreadAnswer, { readonly id: number }>): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.type === 'result') waiting?.resolve(answer.value as never);
    else waiting?.reject(new HistoryError(answer.message, answer.code));
  }

  #ended(failure: HistoryError): void {
    const lost = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#worker = undefined;
    for (const { reject } of lost) reject(failure);
    this.#open.reject(failure);
    if (this.#closing) return;
    if (failure.message !== this.#trouble) this.#onTrouble(failure);
    this.#trouble = failure.message;
    this.#restart = setTimeout(() => this.#start(), RESTART_AFTER_MS);
  }
}
