import type Database from 'better-sqlite3';

const NONE: readonly string[] = [];

/** What people sort hosts by. Held in memory too: every host is asked about every second. */
export class HostTags {
  readonly #database: Database.Database;
  readonly #tags: Map<string, readonly string[]>;

  constructor(database: Database.Database) {
    this.#database = database;
    const rows = database
      .prepare<[], { readonly host: string; readonly tag: string }>(
        'SELECT host_id AS host, tag FROM host_tag ORDER BY host_id, tag',
      )
      .all();
    const byHost = Map.groupBy(rows, ({ host }) => host);
    this.#tags = new Map([...byHost].map(([host, own]) => [host, own.map(({ tag }) => tag)]));
  }

  of(hostId: string): readonly string[] {
    return this.#tags.get(hostId) ?? NONE;
  }

  /** In place of those it had; on disk when it returns. */
  set(hostId: string, tags: readonly string[]): void {
    const forget = this.#database.prepare<[string]>('DELETE FROM host_tag WHERE host_id = ?');
    const insert = this.#database.prepare<[string, string]>('INSERT INTO host_tag VALUES (?, ?)');
    this.#database
      .transaction(() => {
        forget.run(hostId);
        for (const tag of tags) insert.run(hostId, tag);
      })
      .immediate();
    if (tags.length === 0) this.#tags.delete(hostId);
    else this.#tags.set(hostId, tags);
  }
}
