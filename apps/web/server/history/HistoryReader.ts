import type { AdviceEventRow, AdviceEventsQuery, HistoryQuery } from '@netstrata/db';
import { ProtocolError } from '@netstrata/protocol';
import type { BandFormat } from './bandJson.ts';
import type { HistoryColumns } from './columns.ts';
import { HistoryError, type StoreThread } from './StoreThread.ts';
import type { SeriesFormat } from './seriesJson.ts';

/** Questions that may wait for the thread; more are refused, so that a flood of them cannot fill the memory. */
const MAX_WAITING = 32;

/** Asks the reading thread. Rejects with ProtocolError `overloaded` or `unavailable`. */
export class HistoryReader {
  readonly #thread: Pick<StoreThread, 'call' | 'pending'>;

  constructor(thread: Pick<StoreThread, 'call' | 'pending'>) {
    this.#thread = thread;
  }

  /** The metrics answer as JSON. */
  seriesJson(query: HistoryQuery, format: SeriesFormat): Promise<Uint8Array> {
    return this.#guarded(() => this.#thread.call('seriesJson', query, format));
  }

  /** The same with the lowest and highest of each step. */
  bandJson(query: HistoryQuery, format: BandFormat): Promise<Uint8Array> {
    return this.#guarded(() => this.#thread.call('bandJson', query, format));
  }

  /** When what is stored of a host begins, null when nothing is. */
  oldestMs(hostId: string): Promise<number | null> {
    return this.#guarded(() => this.#thread.call('oldestMs', hostId));
  }

  columns(query: HistoryQuery): Promise<HistoryColumns> {
    return this.#guarded(() => this.#thread.call('columns', query));
  }

  /** The newest first. */
  adviceEvents(query: AdviceEventsQuery): Promise<readonly AdviceEventRow[]> {
    return this.#guarded(() => this.#thread.call('adviceEvents', query));
  }

  /** Null when the store does not answer. */
  async sizeBytes(): Promise<number | null> {
    try {
      return await this.#guarded(() => this.#thread.call('sizeBytes'));
    } catch {
      return null;
    }
  }

  async #guarded<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#thread.pending >= MAX_WAITING) {
      throw new ProtocolError('overloaded', 'history', 'too many history queries at once: try again in a second');
    }
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error;
      if (error.code === 'too-much') throw new ProtocolError('bad-request', 'history', error.message, { cause: error });
      throw new ProtocolError('unavailable', 'history', 'the history cannot be read now', { cause: error });
    }
  }
}
