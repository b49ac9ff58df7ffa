import { existsSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { prepareAdvice } from './advice.ts';
import { prepareAppend } from './append.ts';
import { prepareCompact } from './compact/compact.ts';
import type { Retention } from './compact/retain.ts';
import { corruptText, explain } from './explain.ts';
import { prepareQuery } from './history/query.ts';
import { prepareHosts } from './hosts.ts';
import { openDatabase } from './openDatabase.ts';
import { StoreError } from './StoreError.ts';
import { DAY_MS } from './tiers.ts';
import type { Store } from './types.ts';

const RETENTION: Retention = { rawMs: DAY_MS, minuteMs: 30 * DAY_MS, hourMs: 366 * DAY_MS, maxBytes: 4 * 1024 ** 3 };

/**
 * Opens the history of a data folder. Every call throws StoreError with one sentence that says what to do.
 * @param path a file, made when missing; `:memory:` for a store that ends with the process
 */
export const openStore = (path: string, retention: Partial<Retention> = {}): Store => {
  const database = openDatabase(path);
  try {
    return storeOf(database, path, { ...RETENTION, ...retention });
  } catch (cause) {
    database.close();
    // Statements that do not fit the layout that the file says it has.
    throw new StoreError('corrupt', corruptText(path), { cause });
  }
};

const storeOf = (database: Database.Database, path: string, retention: Retention): Store => {
  const explained =
    <A extends readonly unknown[], R>(call: (...args: A) => R) =>
    (...args: A): R => {
      try {
        return call(...args);
      } catch (error) {
        throw explain(error, path);
      }
    };
  const { saveHost, hosts, host, oldestMs, committedSeq } = prepareHosts(database);
  const append = prepareAppend(database);
  const advice = prepareAdvice(database);
  return {
    saveHost: explained(saveHost),
    hosts: explained(hosts),
    host: explained(host),
    oldestMs: explained(oldestMs),
    committedSeq: explained(committedSeq),
    appendTicks: explained((batches, nowMs = Date.now()) => append(batches, nowMs)),
    query: explained(prepareQuery(database)),
    addAdviceEvents: explained(advice.addAdviceEvents),
    adviceEvents: explained(advice.adviceEvents),
    setAdviceMark: explained(advice.setAdviceMark),
    clearAdviceMark: explained(advice.clearAdviceMark),
    adviceMarks: explained(advice.adviceMarks),
    compact: explained(prepareCompact(database, path, retention)),
    sizeBytes: () => [path, `${path}-wal`].filter(existsSync).reduce((sum, file) => sum + statSync(file).size, 0),
    close: () => database.close(),
  };
};
