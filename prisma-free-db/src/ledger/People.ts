import type { PersonSummary, Role } from '@netstrata/protocol';
import type Database from 'better-sqlite3';

export interface SessionRow {
  readonly id: string;
  readonly personId: string;
  readonly email: string;
  readonly role: Role;
  /** Whether the person is. */
  readonly disabled: boolean;
  readonly createdMs: number;
  readonly expiresMs: number;
  /** When they last gave their password or came from their identity provider. */
  readonly provedMs: number;
  readonly seenMs: number;
  readonly address: string;
  readonly userAgent: string;
}

type Stored<Row> = Omit<Row, 'disabled' | 'createdMs' | 'expiresMs'> & {
  readonly disabled: number;
  readonly createdAt: string;
};
type StoredSession = Stored<SessionRow> & { readonly expiresAt: string };

const PERSON = `SELECT id, name, email, role, disabled, createdAt,
  (SELECT max(seenMs) FROM session WHERE userId = person.id) AS seenMs FROM person`;
const SESSION = `SELECT session.id, userId AS personId, email, role, disabled, session.createdAt, expiresAt, provedMs, seenMs,
  coalesce(ipAddress, '') AS address, coalesce(userAgent, '') AS userAgent
  FROM session JOIN person ON person.id = session.userId`;

/** Accounts and their sessions, in the tables that better-auth fills. */
export class People {
  readonly #database: Database.Database;
  readonly #person: Database.Statement<[string], Stored<PersonSummary>>;
  readonly #withEmail: Database.Statement<[string], Stored<PersonSummary>>;
  readonly #session: Database.Statement<[string], StoredSession>;
  readonly #admins: Database.Statement<[], number>;
  readonly #see: Database.Statement<[number, string]>;
  readonly #prove: Database.Statement<[number, string]>;
  readonly #endSession: Database.Statement<[string]>;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#person = database.prepare(`${PERSON} WHERE id = ?`);
    this.#withEmail = database.prepare(`${PERSON} WHERE email = ?`);
    this.#session = database.prepare(`${SESSION} WHERE session.id = ?`);
    this.#admins = database
      .prepare<[], number>(`SELECT count(*) FROM person WHERE role = 'admin' AND disabled = 0`)
      .pluck();
    this.#see = database.prepare('UPDATE session SET seenMs = ? WHERE id = ?');
    this.#prove = database.prepare('UPDATE session SET provedMs = ? WHERE id = ?');
    this.#endSession = database.prepare('DELETE FROM session WHERE id = ?');
  }

  /** By e-mail address. */
  all(): readonly PersonSummary[] {
    return this.#database.prepare<[], Stored<PersonSummary>>(`${PERSON} ORDER BY email LIMIT 1000`).all().map(toPerson);
  }

  find(id: string): PersonSummary | undefined {
    return mapped(this.#person.get(id), toPerson);
  }

  /** @param email in lower case, as they are kept */
  withEmail(email: string): PersonSummary | undefined {
    return mapped(this.#withEmail.get(email), toPerson);
  }

  /** Admins that are not disabled. */
  get adminCount(): number {
    return this.#admins.get() ?? 0;
  }

  /** Changes a person and ends all their sessions, in one step; gives how many those were. */
  change(id: string, { role, disabled }: { readonly role: Role; readonly disabled: boolean }): number {
    return this.#database.transaction(() => {
      this.#database.prepare('UPDATE person SET role = ?, disabled = ? WHERE id = ?').run(role, disabled ? 1 : 0, id);
      return this.endSessionsOf(id);
    })();
  }

  /** @param personId everybody's unless said; the one seen last comes first */
  sessions(personId?: string): readonly SessionRow[] {
    const where = personId === undefined ? '' : 'WHERE userId = @personId';
    return this.#database
      .prepare<{ personId: string | null }, StoredSession>(`${SESSION} ${where} ORDER BY seenMs DESC LIMIT 1000`)
      .all({ personId: personId ?? null })
      .map(toSession);
  }

  session(id: string): SessionRow | undefined {
    return mapped(this.#session.get(id), toSession);
  }

  seen(sessionId: string, nowMs: number): void {
    this.#see.run(nowMs, sessionId);
  }

  proved(sessionId: string, nowMs: number): void {
    this.#prove.run(nowMs, sessionId);
  }

  endSession(id: string): boolean {
    return this.#endSession.run(id).changes === 1;
  }

  endSessionsOf(personId: string): number {
    return this.#database.prepare('DELETE FROM session WHERE userId = ?').run(personId).changes;
  }

  /** Takes away sessions that are over and half-finished sign-ins of others, so that neither grows for ever. */
  sweep(nowMs: number, idleSinceMs: number): void {
    const now = new Date(nowMs).toISOString();
    this.#database.prepare('DELETE FROM session WHERE expiresAt < ? OR seenMs < ?').run(now, idleSinceMs);
    this.#database.prepare('DELETE FROM verification WHERE expiresAt < ?').run(now);
  }
}

const mapped = <From, To>(row: From | undefined, to: (row: From) => To): To | undefined =>
  row === undefined ? undefined : to(row);

const toPerson = ({ disabled, createdAt, ...row }: Stored<PersonSummary>): PersonSummary => ({
  ...row,
  disabled: disabled !== 0,
  createdMs: Date.parse(createdAt),
});

const toSession = ({ disabled, createdAt, expiresAt, ...row }: StoredSession): SessionRow => ({
  ...row,
  disabled: disabled !== 0,
  createdMs: Date.parse(createdAt),
  expiresMs: Date.parse(expiresAt),
});
