import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from './migrations/index.ts';
import { openDatabase } from './openDatabase.ts';
import { openStore } from './openStore.ts';
import {
  batch,
  compactAll,
  HOST,
  lastsOf,
  pointsOf,
  SESSION,
  START,
  secondsOf,
  testFolder,
} from './testing/fixture.ts';

const { folder, file, open, store: newStore } = testFolder();
const NOBODY = 65_534;

const changed = (path: string, sql: string): void => {
  const database = new Database(path);
  database.exec(sql);
  database.close();
};

const filled = (): string => {
  const path = file();
  const store = newStore({}, path);
  store.appendTicks([batch(secondsOf(1, 10))], START);
  store.close();
  return path;
};

describe('a file that is no history of ours is refused and left as it was', () => {
  const refused = (path: string, code: string, message: string): void => {
    const before = readFileSync(path);
    expect(() => openStore(path)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
    expect(readFileSync(path).equals(before)).toBe(true);
  };

  it('a letter', () => {
    const path = file();
    writeFileSync(path, 'This is a letter, and not a database at all. '.repeat(50));
    refused(path, 'not-a-database', 'is not a database: move it away or choose another data folder.');
  });

  it("another program's database", () => {
    const path = file();
    changed(path, 'CREATE TABLE recipe (name TEXT); PRAGMA application_id = 77;');
    refused(path, 'not-a-database', 'is a database of another program');
  });

  it('a newer layout', () => {
    const path = filled();
    changed(path, `PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    refused(path, 'newer', `layout ${MIGRATIONS.length + 1}, this one knows ${MIGRATIONS.length}): update`);
  });

  it('a file of which the end is missing', () => {
    const path = filled();
    truncateSync(path, Math.floor(statSync(path).size / 2));
    refused(path, 'corrupt', 'is damaged: move it away');
  });
});

describe('a place that cannot be written', () => {
  it('is a file where the folder should be', () => {
    const path = filled();
    expect(() => openStore(join(path, 'history.sqlite'))).toThrow(
      expect.objectContaining({ code: 'unwritable', message: expect.stringContaining(`make ${path} writable`) }),
    );
  });

  it('is a folder where the file should be', () => {
    const path = file();
    mkdirSync(path);
    expect(() => openStore(path)).toThrow(expect.objectContaining({ code: 'unwritable' }));
  });

  it('is a folder without write permission, or a file of somebody else', ({ skip }) => {
    const path = filled();
    const entry = JSON.stringify(fileURLToPath(new URL('./openStore.ts', import.meta.url)));
    const script = `try { (await import(${entry})).openStore(process.argv[1]); } catch (e) { console.log(e.code, e.message); }`;
    const asNobody = (place: string): string => {
      const ids = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
      const args = ['--input-type=module', '--eval', script, place];
      return spawnSync(process.execPath, args, { ...ids, encoding: 'utf8', cwd: '/' }).stdout;
    };
    chmodSync(dirname(path), 0o755);
    chmodSync(path, 0o444);
    const answer = asNobody(path);
    if (answer.startsWith('ERR_') || answer.startsWith('EACCES')) skip('an ordinary user cannot read this checkout');
    expect(answer).toContain('unwritable Cannot write the history');
    chmodSync(dirname(path), 0o555);
    expect(asNobody(join(dirname(path), 'new.sqlite'))).toContain(`make ${dirname(path)} writable`);
  });
});

it('a database that another program holds is said to be so', () => {
  const path = filled();
  const other = new Database(path);
  other.pragma('locking_mode = EXCLUSIVE');
  other.exec('BEGIN IMMEDIATE; UPDATE host SET last_seen_ms = last_seen_ms; COMMIT');
  expect(() => openDatabase(path, undefined, 20)).toThrow(
    expect.objectContaining({ code: 'locked', message: expect.stringContaining('Another program holds the history') }),
  );
  other.close();
  openDatabase(path, undefined, 20).close();
});

it('a new file is ours, of the newest layout, gives pages back, and loses no commit to a power cut', () => {
  const database = openDatabase(file());
  const pragma = (name: string) => database.pragma(name, { simple: true });
  expect(pragma('application_id')).toBe(0x4e535452);
  expect(pragma('user_version')).toBe(3);
  expect(pragma('auto_vacuum')).toBe(2);
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('synchronous')).toBe(2);
  expect(pragma('foreign_keys')).toBe(1);
  database.close();
});

it('leaves one file behind when it is closed', () => {
  const path = filled();
  const copy = join(folder(), 'copy.sqlite');
  copyFileSync(path, copy);
  expect(lastsOf(open(copy), [START, START + 5000])).toEqual([null, 10, 20, 30, 40]);
});

it('a file of the first layout is brought to the newest with all that is in it', () => {
  const path = file();
  const floats = (...values: number[]) => Buffer.from(Float64Array.from(values).buffer).toString('hex');
  changed(
    path,
    `${MIGRATIONS[0]}
    PRAGMA user_version = 1; PRAGMA application_id = ${0x4e535452};
    INSERT INTO host VALUES (1, '${HOST}', 'web-1', '6.1', '{}', ${START}, ${START + 2000});
    INSERT INTO series VALUES (1, 1, 'transport.tcp.inSegs', '{}'), (2, 1, 'link.dev.rxBytes', '{"device":"eth0"}');
    INSERT INTO session VALUES (1, 1, '${SESSION}', 2, ${START + 2000});
    INSERT INTO session_series VALUES (1, 0, 1), (1, 1, 2);
    INSERT INTO tick_log VALUES (1, ${START + 1000}, 1, 1, x'${floats(10, 5)}'), (1, ${START + 2000}, 1, 2, x'${floats(20, 0.5)}');`,
  );
  const store = open(path);
  expect(store.host(HOST)).toMatchObject({ lastSeenMs: START + 2000 });
  expect(store.committedSeq(HOST, SESSION)).toBe(2);
  expect(store.appendTicks([batch(secondsOf(2, 3))], START + 3000)).toEqual([3]);
  const known = [null, 10, 20, 30, null];
  expect(lastsOf(store, [START, START + 5000])).toEqual(known);
  expect(compactAll(store, START + 3_600_000)).toEqual({ packedTicks: 3, droppedBlocks: 0, damaged: 0 });
  expect(lastsOf(store, [START, START + 5000])).toEqual(known);
  const rx = pointsOf(store, [START, START + 5000], 1000, 'link.dev.rxBytes');
  expect(rx.map(({ last }) => last)).toEqual([null, 5, 0.5, 4500, null]);
});
