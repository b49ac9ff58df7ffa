import type { ChangeRecord } from '@netstrata/protocol';
import type Database from 'better-sqlite3';

/** A change as people see it, and what only the server needs of it. */
export interface KeptChange {
  readonly record: ChangeRecord;
  /** JSON of whatever the server has to know again after a restart. */
  readonly notes: string;
}

/** A request that was answered: by whom, under which key, and what it led to. */
export interface AnsweredRequest {
  readonly owner: string;
  readonly key: string;
  /** Over what was asked: the same key for something else is a mistake. */
  readonly requestHash: string;
  readonly changeId: string;
  readonly timeMs: number;
}

interface StoredChange {
  readonly id: string;
  readonly host_id: string;
  readonly requested_ms: number;
  readonly state: string;
  readonly record_json: string;
  readonly notes_json: string;
}

interface StoredRequest {
  readonly owner: string;
  readonly key: string;
  readonly request_hash: string;
  readonly change_id: string;
  readonly time_ms: number;
}

/** All changes of all hosts, until they are told to go; and for a while the keys of requests, so that one that is repeated does nothing twice. */
export class Changes {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** Adds it, or puts it in place of what was known. On disk when it returns. */
  put({ record, notes }: KeptChange): void {
    this.#database
      .prepare<StoredChange>(
        `INSERT INTO change VALUES (@id, @host_id, @requested_ms, @state, @record_json, @notes_json)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, record_json = excluded.record_json, notes_json = excluded.notes_json`,
      )
      .run({
        id: record.id,
        host_id: record.hostId,
        requested_ms: record.requestedMs,
        state: record.state,
        record_json: JSON.stringify(record),
        notes_json: notes,
      });
  }

  get(id: string): KeptChange | undefined {
    const row = this.#database.prepare<[string], StoredChange>('SELECT * FROM change WHERE id = ?').get(id);
    return row === undefined ? undefined : toChange(row);
  }

  /** Of one host, the newest first. */
  of(hostId: string, limit: number): readonly KeptChange[] {
    return this.#database
      .prepare<[string, number], StoredChange>(
        'SELECT * FROM change WHERE host_id = ? ORDER BY requested_ms DESC, id DESC LIMIT ?',
      )
      .all(hostId, limit)
      .map(toChange);
  }

  /** All of one host that are in these states, the newest first. */
  ofInStates(hostId: string, states: readonly ChangeRecord['state'][]): readonly KeptChange[] {
    return this.#database
      .prepare<[string, string], StoredChange>(
        `SELECT * FROM change WHERE host_id = ? AND state IN (SELECT value FROM json_each(?))
         ORDER BY requested_ms DESC, id DESC`,
      )
      .all(hostId, JSON.stringify(states))
      .map(toChange);
  }

  /** Of all hosts, in these states. */
  inStates(states: readonly ChangeRecord['state'][]): readonly KeptChange[] {
    return this.#database
      .prepare<[string], StoredChange>('SELECT * FROM change WHERE state IN (SELECT value FROM json_each(?))')
      .all(JSON.stringify(states))
      .map(toChange);
  }

  /** Hosts that have changes from before a moment. */
  hostsBefore(timeMs: number): readonly string[] {
    return this.#database
      .prepare<[number], string>('SELECT DISTINCT host_id FROM change WHERE requested_ms < ?')
      .pluck()
      .all(timeMs);
  }

  /** Of one host, those that were asked for and decided before a moment, the newest first. */
  decidedBefore(hostId: string, timeMs: number): readonly ChangeRecord[] {
    return this.#database
      .prepare<[string, number, number], StoredChange>(
        `SELECT * FROM change WHERE host_id = ? AND requested_ms < ? AND state IN ('kept', 'undone', 'refused')
         AND coalesce(json_extract(record_json, '$.decidedMs'), 0) < ? ORDER BY requested_ms DESC, id DESC`,
      )
      .all(hostId, timeMs, timeMs)
      .map((row) => toChange(row).record);
  }

  /** Takes these away, all or none. */
  remove(ids: readonly string[]): void {
    this.#database
      .prepare<[string]>('DELETE FROM change WHERE id IN (SELECT value FROM json_each(?))')
      .run(JSON.stringify(ids));
  }

  answered(owner: string, key: string): AnsweredRequest | undefined {
    const row = this.#database
      .prepare<[string, string], StoredRequest>('SELECT * FROM change_request WHERE owner = ? AND key = ?')
      .get(owner, key);
    if (row === undefined) return undefined;
    return { owner, key, requestHash: row.request_hash, changeId: row.change_id, timeMs: row.time_ms };
  }

  /** Keeps the key of a request with the change that it makes, both or neither. */
  begin(change: KeptChange, request: AnsweredRequest | undefined): void {
    this.#database
      .transaction(() => {
        this.put(change);
        if (request === undefined) return;
        const { owner, key, requestHash, changeId, timeMs } = request;
        this.#database
          .prepare<StoredRequest>(
            'INSERT OR REPLACE INTO change_request VALUES (@owner, @key, @request_hash, @change_id, @time_ms)',
          )
          .run({ owner, key, request_hash: requestHash, change_id: changeId, time_ms: timeMs });
      })
      .immediate();
  }

  /** Forgets keys of requests from before a moment. */
  forgetAnswered(beforeMs: number): void {
    this.#database.prepare<[number]>('DELETE FROM change_request WHERE time_ms < ?').run(beforeMs);
  }
}

const toChange = ({ record_json, notes_json }: StoredChange): KeptChange => ({
  record: JSON.parse(record_json) as ChangeRecord,
  notes: notes_json,
});
