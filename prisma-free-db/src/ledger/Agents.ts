import type { EnrolmentSummary } from '@netstrata/protocol';
import type Database from 'better-sqlite3';

/** A token by which one agent may join. */
export interface EnrolmentRow extends EnrolmentSummary {
  /** Public half of the key that the token's secret is, in base64url. */
  readonly publicKey: string;
}

/** What an agent proves itself by. */
export interface AgentKeyRow {
  /** `key-FINGERPRINT`; of the server's own machine `local-HOST`. */
  readonly key: string;
  readonly hostId: string;
  /** Null for the agent of the server's own machine. */
  readonly publicKey: string | null;
  /** As its agent said when it came last. */
  readonly hostname: string;
  readonly agentVersion: string;
  readonly allowApply: boolean;
  readonly joinedMs: number;
  readonly joinedFrom: string;
  readonly revokedMs: number | null;
}

/** An agent that comes in. */
export interface Arrival {
  readonly hostId: string;
  readonly hostname: string;
  readonly agentVersion: string;
  /** Its address. */
  readonly from: string;
}

/** Why a token lets nobody in. */
export type JoinRefusal = 'unknown' | 'ended' | 'expired' | 'host-has-key';

/** SQLite has no truth values. */
type Stored<T> = Omit<T, 'allowApply'> & { readonly allowApply: number };
type StoredEnrolment = Stored<EnrolmentRow>;
type StoredKey = Stored<AgentKeyRow>;

const ENROLMENT = `id, public_key AS publicKey, allow_apply AS allowApply, created_ms AS createdMs, created_by AS createdBy,
  expires_ms AS expiresMs, ended_ms AS endedMs, used_by AS usedBy`;
const KEY = `key, host_id AS hostId, public_key AS publicKey, hostname, agent_version AS agentVersion, allow_apply AS allowApply,
  joined_ms AS joinedMs, joined_from AS joinedFrom, revoked_ms AS revokedMs`;
const INSERT_KEY = `INSERT INTO agent_key VALUES (@key, @hostId, @publicKey, @hostname, @agentVersion, @allowApply, @joinedMs,
  @joinedFrom, NULL)`;

/** Which agent may speak for which host. */
export class Agents {
  readonly #database: Database.Database;
  readonly #keyOf: Database.Statement<[string], StoredKey>;
  readonly #liveOf: Database.Statement<[string], StoredKey>;
  readonly #enrolment: Database.Statement<[string], StoredEnrolment>;
  readonly #insertKey: Database.Statement<Omit<StoredKey, 'revokedMs'>>;
  readonly #tell: Database.Statement<[Pick<Arrival, 'hostname' | 'agentVersion'> & { readonly key: string }]>;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#keyOf = database.prepare(`SELECT ${KEY} FROM agent_key WHERE key = ?`);
    this.#liveOf = database.prepare(`SELECT ${KEY} FROM agent_key WHERE host_id = ? AND revoked_ms IS NULL`);
    this.#enrolment = database.prepare(`SELECT ${ENROLMENT} FROM enrolment WHERE id = ?`);
    this.#insertKey = database.prepare(INSERT_KEY);
    // Writes nothing where there is nothing new: an agent may come while the disk is full.
    this.#tell = database.prepare(
      'UPDATE agent_key SET hostname = @hostname, agent_version = @agentVersion WHERE key = @key AND (hostname, agent_version) IS NOT (@hostname, @agentVersion)',
    );
  }

  addEnrolment(row: Omit<EnrolmentRow, 'endedMs' | 'usedBy'>): void {
    this.#database
      .prepare(
        `INSERT INTO enrolment VALUES (@id, @publicKey, @allowApply, @createdMs, @createdBy, @expiresMs, NULL, NULL)`,
      )
      .run({ ...row, allowApply: Number(row.allowApply) });
  }

  enrolment(id: string): EnrolmentRow | undefined {
    const row = this.#enrolment.get(id);
    return row && enrolmentOf(row);
  }

  /** The newest first, as many. */
  enrolments(limit: number): readonly EnrolmentRow[] {
    return this.#database
      .prepare<[number], StoredEnrolment>(`SELECT ${ENROLMENT} FROM enrolment ORDER BY created_ms DESC, id LIMIT ?`)
      .all(limit)
      .map(enrolmentOf);
  }

  /** False when it was used or revoked before. */
  endEnrolment(id: string, nowMs: number): boolean {
    const end = this.#database.prepare('UPDATE enrolment SET ended_ms = ? WHERE id = ? AND ended_ms IS NULL');
    return end.run(nowMs, id).changes === 1;
  }

  key(key: string): AgentKeyRow | undefined {
    const row = this.#keyOf.get(key);
    return row && keyOf(row);
  }

  /** The key that counts for a host. */
  liveKeyOf(hostId: string): AgentKeyRow | undefined {
    const row = this.#liveOf.get(hostId);
    return row && keyOf(row);
  }

  /** Every host's key that counts, or the one that was revoked last. */
  keys(): readonly AgentKeyRow[] {
    return this.#database
      .prepare<[], StoredKey>(
        `SELECT ${KEY} FROM agent_key AS one WHERE NOT EXISTS (SELECT 1 FROM agent_key AS other WHERE other.host_id = one.host_id
         AND coalesce(other.revoked_ms, 9e15) > coalesce(one.revoked_ms, 9e15)) GROUP BY host_id ORDER BY hostname, host_id`,
      )
      .all()
      .map(keyOf);
  }

  /**
   * Uses a token up and keeps the agent's key, both or nothing: of two agents with one token the second is refused.
   * @returns the key as it is kept, or why not
   */
  join(
    { enrolmentId, key, publicKey, ...arrival }: Arrival & { enrolmentId: string; key: string; publicKey: string },
    nowMs: number,
  ): AgentKeyRow | JoinRefusal {
    const attempt = this.#database.transaction((): AgentKeyRow | JoinRefusal => {
      const enrolment = this.#enrolment.get(enrolmentId);
      if (enrolment === undefined) return 'unknown';
      if (enrolment.endedMs !== null) return 'ended';
      if (enrolment.expiresMs <= nowMs) return 'expired';
      if (this.#liveOf.get(arrival.hostId) !== undefined || this.#keyOf.get(key) !== undefined) return 'host-has-key';
      const row = { key, publicKey, ...keyFieldsOf(arrival), allowApply: enrolment.allowApply, joinedMs: nowMs };
      this.#insertKey.run(row);
      this.#database
        .prepare('UPDATE enrolment SET ended_ms = ?, used_by = ? WHERE id = ?')
        .run(nowMs, arrival.hostId, enrolmentId);
      return { ...row, allowApply: row.allowApply === 1, revokedMs: null };
    });
    return attempt.immediate();
  }

  /** Keeps that the agent of the server's own machine speaks for this host. @returns false when an agent elsewhere does */
  welcomeLocal(arrival: Arrival, nowMs: number): boolean {
    const attempt = this.#database.transaction((): boolean => {
      const live = this.#liveOf.get(arrival.hostId);
      if (live !== undefined && live.publicKey !== null) return false;
      const key = `local-${arrival.hostId}`;
      if (live === undefined) {
        this.#database.prepare('DELETE FROM agent_key WHERE key = ?').run(key);
        this.#insertKey.run({
          key,
          publicKey: null,
          ...keyFieldsOf(arrival),
          joinedFrom: '',
          allowApply: 1,
          joinedMs: nowMs,
        });
      } else this.told(key, arrival);
      return true;
    });
    return attempt.immediate();
  }

  /** What an agent says of itself now. */
  told(key: string, { hostname, agentVersion }: Pick<Arrival, 'hostname' | 'agentVersion'>): void {
    this.#tell.run({ hostname, agentVersion, key });
  }

  /** Undefined when the host has no key that counts. */
  revoke(hostId: string, nowMs: number): AgentKeyRow | undefined {
    const live = this.liveKeyOf(hostId);
    if (live === undefined) return undefined;
    this.#database.prepare('UPDATE agent_key SET revoked_ms = ? WHERE key = ?').run(nowMs, live.key);
    return { ...live, revokedMs: nowMs };
  }
}

const enrolmentOf = (row: StoredEnrolment): EnrolmentRow => ({ ...row, allowApply: row.allowApply === 1 });
const keyOf = (row: StoredKey): AgentKeyRow => ({ ...row, allowApply: row.allowApply === 1 });

function keyFieldsOf({ hostId, hostname, agentVersion, from }: Arrival) {
  return { hostId, hostname, agentVersion, joinedFrom: from };
}
