import type Database from 'better-sqlite3';

const NONE: readonly string[] = [];

/** One table of tags by host. */
class TagTable {
  readonly #database: Database.Database;
  readonly #table: string;

  constructor(database: Database.Database, table: string) {
    this.#database = database;
    this.#table = table;
  }

  all(): Map<string, readonly string[]> {
    const rows = this.#database
      .prepare<[], { readonly host: string; readonly tag: string }>(
        `SELECT host_id AS host, tag FROM ${this.#table} ORDER BY host_id, tag`,
      )
      .all();
    const byHost = Map.groupBy(rows, ({ host }) => host);
    return new Map([...byHost].map(([host, own]) => [host, own.map(({ tag }) => tag)]));
  }

  /** In a transaction of the caller's. */
  replace(hostId: string, tags: readonly string[]): void {
    this.#database.prepare<[string]>(`DELETE FROM ${this.#table} WHERE host_id = ?`).run(hostId);
    const insert = this.#database.prepare<[string, string]>(`INSERT INTO ${this.#table} VALUES (?, ?)`);
    for (const tag of tags) insert.run(hostId, tag);
  }
}

/** What people sort hosts by. Held in memory too: every host is asked about every second. */
export class HostTags {
  readonly #database: Database.Database;
  readonly #own: TagTable;
  readonly #brought: TagTable;
  readonly #tags: Map<string, readonly string[]>;
  readonly #broughtTags: Map<string, readonly string[]>;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#own = new TagTable(database, 'host_tag');
    this.#brought = new TagTable(database, 'host_tag_brought');
    this.#tags = this.#own.all();
    this.#broughtTags = this.#brought.all();
  }

  of(hostId: string): readonly string[] {
    return this.#tags.get(hostId) ?? NONE;
  }

  /** Those that the host's agent brought last, whatever people did with them since. */
  broughtBy(hostId: string): readonly string[] {
    return this.#broughtTags.get(hostId) ?? NONE;
  }

  /** In place of those it had; on disk when it returns. */
  set(hostId: string, tags: readonly string[]): void {
    this.#database.transaction(() => this.#own.replace(hostId, tags)).immediate();
    this.#tags.set(hostId, tags);
  }

  /** As `set`, and keeps with them what the agent brought. */
  bring(hostId: string, brought: readonly string[], tags: readonly string[]): void {
    this.#database
      .transaction(() => {
        this.#own.replace(hostId, tags);
        this.#brought.replace(hostId, brought);
      })
      .immediate();
    this.#tags.set(hostId, tags);
    this.#broughtTags.set(hostId, brought);
  }
}
