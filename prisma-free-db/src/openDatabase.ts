import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { corruptText, explain, type FileKind } from './explain.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { StoreError } from './StoreError.ts';

/** "NSTR": tells our files from another program's. */
const APPLICATION_ID = 0x4e535452;
export const BUSY_TIMEOUT_MS = 5000;
/** Files up to this size are checked whole, in some tenths of a second; a check of gigabytes would hold up the start. */
const WHOLE_CHECK_BYTES = 64 * 1024 * 1024;
/** Tables that stay small whatever the size of the file. Blocks and ticks carry checksums that are verified as they are read. */
const SMALL_TABLES = ['host', 'host_clock', 'session', 'session_series', 'series', 'rollup_due'];

export interface Layout {
  readonly what: FileKind;
  readonly applicationId: number;
  readonly migrations: readonly string[];
}

const HISTORY: Layout = { what: 'history', applicationId: APPLICATION_ID, migrations: MIGRATIONS };

/**
 * Opens the database file, making it and its folder when missing, and brings it to the newest layout.
 * @param path a file, or `:memory:`
 * @throws StoreError `unwritable`, `not-a-database`, `corrupt`, `newer`, `locked`, `full`; the file is left as it was
 */
export const openDatabase = (
  path: string,
  layout: Layout = HISTORY,
  busyTimeoutMs = BUSY_TIMEOUT_MS,
): Database.Database => {
  if (path !== ':memory:') checkPlace(path, layout);
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { timeout: busyTimeoutMs });
    checkOwner(database, path, layout);
    checkWhole(database, path, layout);
    configure(database);
    migrate(database, layout);
    return database;
  } catch (error) {
    database?.close();
    throw explain(error, path, layout.what);
  }
};

const checkPlace = (path: string, { what }: Layout): void => {
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new StoreError(
      'unwritable',
      `Cannot write the ${what} ${path}: make ${folder} writable or choose another data folder.`,
      { cause },
    );
  }
};

const numberOf = (database: Database.Database, pragma: string): number =>
  database.pragma(pragma, { simple: true }) as number;

const checkOwner = (database: Database.Database, path: string, { applicationId, migrations }: Layout): void => {
  const version = numberOf(database, 'user_version');
  const application = numberOf(database, 'application_id');
  const tables = database.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0;
  if (tables > 0 && application !== applicationId)
    throw new StoreError(
      'not-a-database',
      `${path} is a database of another program: move it away or choose another data folder.`,
    );
  if (version > migrations.length)
    throw new StoreError(
      'newer',
      `${path} was written by a newer version (layout ${version}, this one knows ${migrations.length}): update, or choose another data folder.`,
    );
};

const checkWhole = (database: Database.Database, path: string, { what }: Layout): void => {
  const bytes = numberOf(database, 'page_count') * numberOf(database, 'page_size');
  const there = database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  const checks =
    bytes <= WHOLE_CHECK_BYTES
      ? ['1']
      : SMALL_TABLES.filter((table) => there.includes(table)).map((table) => `'${table}'`);
  for (const check of checks)
    if (database.pragma(`integrity_check(${check})`, { simple: true }) !== 'ok')
      throw new StoreError('corrupt', corruptText(path, what));
};

const configure = (database: Database.Database): void => {
  // Takes effect in a new file only: a file without it is right too, and keeps its free pages for later.
  database.pragma('auto_vacuum = INCREMENTAL');
  database.pragma('journal_mode = WAL');
  // An acknowledged tick survives a power cut, not only the end of the process; it costs one fsync a commit.
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('cache_size = -16000');
  database.pragma('journal_size_limit = 67108864');
};

/** Immediate, so that of two processes that open a new file one waits and finds the work done. */
const migrate = (database: Database.Database, { applicationId, migrations }: Layout): void => {
  if (numberOf(database, 'user_version') === migrations.length) return;
  database
    .transaction(() => {
      const from = numberOf(database, 'user_version');
      for (const [at, sql] of migrations.entries()) if (at >= from) database.exec(sql);
      database.pragma(`user_version = ${migrations.length}`);
      database.pragma(`application_id = ${applicationId}`);
    })
    .immediate();
};
