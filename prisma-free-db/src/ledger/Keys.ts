import type { KeySummary } from '@netstrata/protocol';
import type Database from 'better-sqlite3';

/** `token` is a program's, `wall` a wallboard link, `welcome` a link that makes one account. */
export type KeyKind = 'token' | 'wall' | 'welcome';

/** What somebody holds a secret of. */
export interface KeyRow extends KeySummary {
  readonly kind: KeyKind;
  /** SHA-256 of the secret, in hexadecimal. */
  readonly hash: string;
}

const COLUMNS = `id, kind, hash, name, role, created_ms AS createdMs, created_by AS createdBy, expires_ms AS expiresMs,
  ended_ms AS endedMs, last_used_ms AS lastUsedMs`;

/** Secrets of programs and links, by their hash. */
export class Keys {
  readonly #add: Database.Statement<KeyRow>;
  readonly #byHash: Database.Statement<[string], KeyRow>;
  readonly #byId: Database.Statement<[string], KeyRow>;
  readonly #ofKind: Database.Statement<[string], KeyRow>;
  readonly #end: Database.Statement<[number, string]>;
  readonly #reopen: Database.Statement<[string]>;
  readonly #use: Database.Statement<[number, string]>;

  constructor(database: Database.Database) {
    this.#add = database.prepare(
      `INSERT INTO access_key VALUES (@id, @kind, @hash, @name, @role, @createdMs, @createdBy, @expiresMs, @endedMs, @lastUsedMs)`,
    );
    this.#byHash = database.prepare(`SELECT ${COLUMNS} FROM access_key WHERE hash = ?`);
    this.#byId = database.prepare(`SELECT ${COLUMNS} FROM access_key WHERE id = ?`);
    this.#ofKind = database.prepare(
      `SELECT ${COLUMNS} FROM access_key WHERE kind = ? ORDER BY created_ms DESC, id LIMIT 1000`,
    );
    this.#end = database.prepare('UPDATE access_key SET ended_ms = ? WHERE id = ? AND ended_ms IS NULL');
    this.#reopen = database.prepare('UPDATE access_key SET ended_ms = NULL WHERE id = ?');
    this.#use = database.prepare('UPDATE access_key SET last_used_ms = ? WHERE id = ?');
  }

  add(row: Omit<KeyRow, 'endedMs' | 'lastUsedMs'>): void {
    this.#add.run({ ...row, endedMs: null, lastUsedMs: null });
  }

  withHash(hash: string): KeyRow | undefined {
    return this.#byHash.get(hash);
  }

  find(id: string): KeyRow | undefined {
    return this.#byId.get(id);
  }

  /** The newest first. */
  all(kind: KeyKind): readonly KeyRow[] {
    return this.#ofKind.all(kind);
  }

  /** False when it had ended already: of two who use a welcome link at once, one gets true. */
  end(id: string, nowMs: number): boolean {
    return this.#end.run(nowMs, id).changes === 1;
  }

  /** What a use did not come through: it may be used again. */
  reopen(id: string): void {
    this.#reopen.run(id);
  }

  used(id: string, nowMs: number): void {
    this.#use.run(nowMs, id);
  }
}
