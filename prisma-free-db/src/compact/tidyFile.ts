import { existsSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { BUSY_TIMEOUT_MS } from '../openDatabase.ts';

const LIMITS = {
  /** Free pages are handed back to the file system when there are more than this, and more than a quarter of the file. */
  freePages: 16_384,
  /** Handed back in one call: 4 MB, some tens of milliseconds. */
  pagesACall: 1000,
  /** A WAL this large was held open by a reader for long: it is written back at the next chance. */
  walBytes: 64 * 1024 * 1024,
};
const WAL_TIMEOUT_MS = 50;

/** Gives the step that keeps the file and its WAL from staying larger than what is in them. */
export const prepareTidyFile = (database: Database.Database, path: string, limits = LIMITS) => {
  const pragma = (name: string): number => database.pragma(name, { simple: true }) as number;
  const walBytes = (): number => (existsSync(`${path}-wal`) ? statSync(`${path}-wal`).size : 0);
  return (): void => {
    const free = pragma('freelist_count');
    if (free > limits.freePages && free * 4 > pragma('page_count'))
      database.pragma(`incremental_vacuum(${limits.pagesACall})`);
    if (walBytes() <= limits.walBytes) return;
    database.pragma(`busy_timeout = ${WAL_TIMEOUT_MS}`);
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  };
};
