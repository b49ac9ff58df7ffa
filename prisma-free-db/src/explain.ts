import Database from 'better-sqlite3';
import { StoreError } from './StoreError.ts';

/** The two files: samples and advice; accounts, keys, changes and the audit. */
export type FileKind = 'history' | 'ledger';

/** Gives a StoreError for what SQLite says of the file at `path`; anything else comes back as it is. */
export const explain = (error: unknown, path: string, what: FileKind = 'history'): unknown => {
  if (!(error instanceof Database.SqliteError)) return error;
  const cause = { cause: error };
  switch (error.code.split('_')[1]) {
    case 'NOTADB':
      return new StoreError(
        'not-a-database',
        `${path} is not a database: move it away or choose another data folder.`,
        cause,
      );
    case 'CORRUPT':
      return new StoreError('corrupt', corruptText(path, what), cause);
    case 'BUSY':
    case 'LOCKED':
      return new StoreError(
        'locked',
        `Another program holds the ${what} ${path}: end it, or choose another data folder.`,
        cause,
      );
    case 'FULL':
      return new StoreError(
        'full',
        `The disk of the ${what} ${path} is full: make room, or move the data folder.`,
        cause,
      );
    case 'CANTOPEN':
    case 'READONLY':
      return new StoreError(
        'unwritable',
        `Cannot open the ${what} ${path}: check its owner and that it is a file.`,
        cause,
      );
    default:
      return new StoreError('internal', `The ${what} ${path} does not work: ${error.message}.`, cause);
  }
};

export const corruptText = (path: string, what: FileKind = 'history'): string =>
  `The ${what} ${path} is damaged: move it away (a new one is made at the next start), or repair it with \`sqlite3 ${path} .recover\`.`;
