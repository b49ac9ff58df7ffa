import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openDatabase } from '../openDatabase.ts';
import { testFolder } from '../testing/fixture.ts';
import { prepareTidyFile } from './tidyFile.ts';

const { file } = testFolder();
const MEGABYTE = 1024 * 1024;
const noted = 'CREATE TABLE note (text BLOB); INSERT INTO note VALUES (zeroblob(1048576)), (zeroblob(1048576))';

it('hands pages back that nothing is in, a part a call', () => {
  const path = file();
  const database = openDatabase(path);
  const tidy = prepareTidyFile(database, path, { freePages: 100, pagesACall: 200, walBytes: 64 * MEGABYTE });
  const pages = () => database.pragma('page_count', { simple: true }) as number;
  database.exec(noted);
  const full = pages();
  tidy();
  expect(pages()).toBe(full);
  database.exec('DELETE FROM note');
  tidy();
  expect(pages()).toBe(full - 200);
  for (let n = 0; n < 5; n++) tidy();
  expect(pages()).toBeLessThan(150);
  database.close();
});

it('writes a WAL back that a reader held open, and does not wait for one that still reads', () => {
  const path = file();
  const database = openDatabase(path);
  const tidy = prepareTidyFile(database, path, { freePages: 1000, pagesACall: 1, walBytes: MEGABYTE });
  const reader = new Database(path);
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM host').get();
  database.exec(noted);
  tidy();
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(2 * MEGABYTE);
  reader.exec('COMMIT');
  tidy();
  expect(statSync(`${path}-wal`).size).toBe(0);
  expect(database.pragma('busy_timeout', { simple: true })).toBe(5000);
  reader.close();
  database.close();
});
