import type { Drift, SettingRef } from '@netstrata/protocol';
import type Database from 'better-sqlite3';

/** Of each host; older ones are forgotten. The audit forgets nothing. */
const MOST_KEPT = 1000;

interface StoredDrift {
  readonly host_id: string;
  readonly time_ms: number;
  readonly tunable: string;
  readonly namespace: string;
  readonly device: string | null;
  readonly queue: number | null;
  readonly before: string;
  readonly after: string;
  readonly by: string | null;
}

/** The newest thousand settings of each host that somebody else than this product changed. */
export class Drifts {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** On disk when it returns. */
  add(hostId: string, drifts: readonly Drift[]): void {
    const insert = this.#database.prepare<StoredDrift>(
      `INSERT INTO drift (host_id, time_ms, tunable, namespace, device, queue, before, after, by)
       VALUES (@host_id, @time_ms, @tunable, @namespace, @device, @queue, @before, @after, @by)`,
    );
    const forget = this.#database.prepare<[string, string, number]>(
      `DELETE FROM drift WHERE host_id = ?
       AND id <= (SELECT id FROM drift WHERE host_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
    );
    this.#database
      .transaction(() => {
        for (const { timeMs, device, queue, by, ...drift } of drifts)
          insert.run({
            ...drift,
            host_id: hostId,
            time_ms: Math.round(timeMs),
            device: device ?? null,
            queue: queue ?? null,
            by: by ?? null,
          });
        forget.run(hostId, hostId, MOST_KEPT);
      })
      .immediate();
  }

  /** Of one setting. */
  newest(hostId: string, { tunable, namespace, device, queue }: SettingRef): Drift | undefined {
    const row = this.#database
      .prepare<[string, string, string, string | null, number | null], StoredDrift>(
        `SELECT * FROM drift WHERE host_id = ? AND tunable = ? AND namespace = ? AND device IS ? AND queue IS ?
         ORDER BY id DESC LIMIT 1`,
      )
      .get(hostId, tunable, namespace, device ?? null, queue ?? null);
    return row === undefined ? undefined : toDrift(row);
  }

  /** The newest first. */
  of(hostId: string, limit: number): readonly Drift[] {
    return this.#database
      .prepare<[string, number], StoredDrift>('SELECT * FROM drift WHERE host_id = ? ORDER BY id DESC LIMIT ?')
      .all(hostId, limit)
      .map(toDrift);
  }
}

const toDrift = ({ time_ms, tunable, namespace, device, queue, before, after, by }: StoredDrift): Drift => ({
  tunable,
  namespace,
  ...(device === null ? {} : { device }),
  ...(queue === null ? {} : { queue }),
  timeMs: time_ms,
  before,
  after,
  ...(by === null ? {} : { by }),
});
