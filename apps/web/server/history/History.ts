import { join } from 'node:path';
import type { HostRow } from '@netstrata/db';
import type { Log } from '../start/log.ts';
import { StartError } from '../start/StartError.ts';
import { HistoryReader } from './HistoryReader.ts';
import { HistoryWriter } from './HistoryWriter.ts';
import { type HistoryError, StoreThread } from './StoreThread.ts';

const FILE = 'history.sqlite';
const COMPACT_EVERY_MS = 15_000;
/** While there is more to pack: a breath between two calls, in which ticks are written. */
const COMPACT_AGAIN_MS = 250;

/**
 * The store on two threads with a connection each: one writes and packs, one reads. A slow disk or a long query then delays
 * acknowledgements and answers, never the live pictures.
 */
export class History {
  readonly store: StoreThread;
  readonly writer: HistoryWriter;
  readonly reader: HistoryReader;
  readonly #readThread: StoreThread;
  readonly #log: Log;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Why it could not be packed last: that is told once. */
  #packTrouble: string | undefined;
  #closing = false;

  private constructor(store: StoreThread, readThread: StoreThread, log: Log) {
    this.store = store;
    this.writer = new HistoryWriter(store, {
      onTrouble: (error) =>
        log.error(
          { err: error },
          'the history cannot be written: live pictures go on, and agents keep what is not stored',
        ),
      onWell: () => log.info('the history is written again'),
    });
    this.reader = new HistoryReader(readThread);
    this.#readThread = readThread;
    this.#log = log;
    this.#compactAfter(COMPACT_EVERY_MS);
  }

  /** @throws StartError when the store cannot be opened */
  static async open(folder: string, log: Log): Promise<History> {
    const path = join(folder, FILE);
    const onTrouble = (error: HistoryError) => log.error({ err: error }, 'the history is in trouble');
    try {
      // In turn: the first one makes and migrates the file.
      const store = await StoreThread.open(path, onTrouble);
      try {
        return new History(store, await StoreThread.open(path, onTrouble), log);
      } catch (error) {
        await store.close();
        throw error;
      }
    } catch (error) {
      throw new StartError(error instanceof Error ? error.message : String(error), 1, { cause: error });
    }
  }

  hosts(): Promise<readonly HostRow[]> {
    return this.store.call('hosts');
  }

  /** Writes what waits, then ends both threads. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#timer);
    await this.writer.flush();
    await Promise.all([this.store.close(), this.#readThread.close()]);
  }

  #compactAfter(delayMs: number): void {
    if (this.#closing) return;
    this.#timer = setTimeout(() => {
      this.store.call('compact', Date.now()).then(
        ({ packedTicks }) => {
          this.#packTrouble = undefined;
          this.#compactAfter(packedTicks > 0 ? COMPACT_AGAIN_MS : COMPACT_EVERY_MS);
        },
        (error: unknown) => {
          if (String(error) !== this.#packTrouble) this.#log.warn({ err: error }, 'the history could not be packed');
          this.#packTrouble = String(error);
          this.#compactAfter(COMPACT_EVERY_MS);
        },
      );
    }, delayMs);
  }
}
