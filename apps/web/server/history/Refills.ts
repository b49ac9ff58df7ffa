import type { Tick } from '@netstrata/protocol';
import type { LiveHost } from '../live/LiveHost.ts';
import type { HistoryReader } from './HistoryReader.ts';
import { refillFromHistory } from './refill.ts';

/**
 * Reads the last minutes of hosts back, one host after the other: a whole fleet that comes at once takes one of the places that there are for
 * questions to the history, and leaves the others to people.
 */
export class Refills {
  readonly #reader: Pick<HistoryReader, 'columns'>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(reader: Pick<HistoryReader, 'columns'>) {
    this.#reader = reader;
  }

  /** Fails for this host alone. */
  refill(host: LiveHost, newest: Pick<Tick, 'timeMs' | 'monoMs'>): Promise<void> {
    const done = this.#last.then(() => refillFromHistory(host, this.#reader, newest));
    this.#last = done.catch(() => undefined);
    return done;
  }
}
