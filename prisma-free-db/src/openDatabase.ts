import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { MIGRATIONS } from './migrations/index.ts';
import { StoreError } from './StoreError.ts';

/** "NSTR": tells our files from another program's. */
const APPLICATION_ID = 0x4e535452;
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the database file, making it and its folder when missing, and brings it to the newest layout.
 * @param path a file, or `:memory:`
 * @throws StoreError `unwritable`, `not-a-database`, `corrupt`, `newer`, `locked`; the file is left as it was
 */
export const openDatabase = (path: string): Database.Database => {
  if (path !== ':memory:') checkPlace(path);
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    checkContent(database, path);
    configure(database);
    migrate(database, path);
    return database;
  } catch (error) {
    database?.close();
    throw explain(error, path);
  }
};

const checkPlace = (path: string): void => {
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new StoreError(
      'unwritable',
      `Cannot write the history ${path}: make ${folder} writable or choose another data folder.`,
      { cause },
    );
  }
};

const checkContent = (database: Database.Database, path: string): void => {
  const version = database.pragma('user_version', { simple: true }) as number;
  const application = database.pragma('application_id', { simple: true }) as number;
  const tables = database.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0;
  if (tables > 0 && application !== APPLICATION_ID)
    throw new StoreError(
      'not-a-database',
      `${path} is a database of another program: move it away or choose another data folder.`,
    );
  if (version > MIGRATIONS.length)
    throw new StoreError(
      'newer',
      `${path} was written by a newer version (layout ${version}, this one knows ${MIGRATIONS.length}): update, or choose another data folder.`,
    );
};

const configure = (database: Database.Database): void => {
  database.pragma('auto_vacuum = INCREMENTAL');
  database.pragma('journal_mode = WAL');
  // An acknowledged tick survives a power cut, not only the end of the process; it costs one fsync a commit.
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('cache_size = -16000');
  database.pragma('journal_size_limit = 67108864');
};

const migrate = (database: Database.Database, path: string): void => {
  const problems = database.pragma('quick_check(1)', { simple: true });
  if (problems !== 'ok') throw new StoreError('corrupt', corruptText(path));
  // Immediate, so that of two processes that open a new file one waits and finds the work done.
  database
    .transaction(() => {
      const from = database.pragma('user_version', { simple: true }) as number;
      for (const [at, sql] of MIGRATIONS.entries()) if (at >= from) database.exec(sql);
      database.pragma(`user_version = ${MIGRATIONS.length}`);
      database.pragma(`application_id = ${APPLICATION_ID}`);
    })
    .immediate();
};

const corruptText = (path: string): string =>
  `The history ${path} is damaged: move it away (a new one is made at the next start), or repair it with \`sqlite3 ${path} .recover\`.`;

const explain = (error: unknown, path: string): unknown => {
  if (!(error instanceof Database.SqliteError)) return error;
  const cause = { cause: error };
  if (error.code === 'SQLITE_NOTADB')
    return new StoreError(
      'not-a-database',
      `${path} is not a database: move it away or choose another data folder.`,
      cause,
    );
  if (error.code.startsWith('SQLITE_CORRUPT')) return new StoreError('corrupt', corruptText(path), cause);
  if (error.code.startsWith('SQLITE_BUSY') || error.code.startsWith('SQLITE_LOCKED'))
    return new StoreError(
      'locked',
      `Another program holds the history ${path}: end it, or choose another data folder.`,
      cause,
    );
  if (error.code.startsWith('SQLITE_CANTOPEN') || error.code.startsWith('SQLITE_READONLY'))
    return new StoreError(
      'unwritable',
      `Cannot open the history ${path}: check its owner and that it is a file.`,
      cause,
    );
  return new StoreError('internal', `The history ${path} cannot be opened: ${error.message}.`, cause);
};
