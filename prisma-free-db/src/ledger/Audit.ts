import { createHash } from 'node:crypto';
import type { AuditEntry, AuditRow } from '@netstrata/protocol';
import type Database from 'better-sqlite3';

interface StoredRow {
  readonly seq: number;
  readonly time_ms: number;
  readonly action: string;
  readonly outcome: string;
  readonly actor: string;
  readonly from_address: string;
  readonly host_id: string | null;
  readonly target: string | null;
  readonly because: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly hash: string;
}

export interface AuditQuery {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** Parts of the actor's and the action's text. */
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly hostId?: string | undefined;
  /** Only rows before this one. */
  readonly beforeSeq?: number | undefined;
  readonly limit: number;
}

/** `seq` is the first row that does not fit what is before it; undefined when all fit. */
export interface AuditCheck {
  readonly rows: number;
  readonly brokenAt: number | undefined;
  /** Hash of the last row: written down elsewhere, it also shows rows that were cut off at the end. */
  readonly head: string;
}

const MOST_TEXT = 2000;
/** What the first row follows. */
const GENESIS = '0'.repeat(64);
/** Some milliseconds' work. */
const PAGE = 500;
const UNCHECKED: AuditCheck = { rows: 0, brokenAt: undefined, head: GENESIS };

/** The append-only list of who did what, each row chained to the one before. */
export class Audit {
  readonly #append: (row: Omit<StoredRow, 'seq' | 'hash'>) => StoredRow;
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
    const last = database.prepare<[], StoredRow>('SELECT * FROM audit ORDER BY seq DESC LIMIT 1');
    const insert = database.prepare<StoredRow>(
      `INSERT INTO audit VALUES (@seq, @time_ms, @action, @outcome, @actor, @from_address, @host_id, @target, @because,
       @before, @after, @hash)`,
    );
    const append = database.transaction((row: Omit<StoredRow, 'seq' | 'hash'>): StoredRow => {
      const previous = last.get();
      const numbered = { seq: (previous?.seq ?? 0) + 1, ...row };
      const whole = { ...numbered, hash: hashOf(previous?.hash ?? GENESIS, numbered) };
      insert.run(whole);
      return whole;
    });
    this.#append = (row) => append.immediate(row);
  }

  /** On disk when it returns. */
  append(entry: AuditEntry, nowMs: number = Date.now()): AuditRow {
    const row = this.#append({
      time_ms: nowMs,
      action: cut(entry.action),
      outcome: entry.outcome,
      actor: cut(entry.actor),
      from_address: cut(entry.from),
      host_id: cutOrNull(entry.hostId),
      target: cutOrNull(entry.target),
      because: cutOrNull(entry.because),
      before: cutOrNull(entry.before),
      after: cutOrNull(entry.after),
    });
    return toRow(row);
  }

  /** The newest first. */
  rows({ fromMs, toMs, actor, action, hostId, beforeSeq, limit }: AuditQuery): readonly AuditRow[] {
    const statement = this.#database.prepare<Record<string, string | number | null>, StoredRow>(
      `SELECT * FROM audit WHERE (@fromMs IS NULL OR time_ms >= @fromMs) AND (@toMs IS NULL OR time_ms < @toMs)
       AND (@actor IS NULL OR instr(actor, @actor) > 0) AND (@action IS NULL OR instr(action, @action) > 0)
       AND (@hostId IS NULL OR host_id = @hostId) AND (@beforeSeq IS NULL OR seq < @beforeSeq)
       ORDER BY seq DESC LIMIT @limit`,
    );
    const given = { fromMs, toMs, actor, action, hostId, beforeSeq };
    const bound = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value ?? null]));
    return statement.all({ ...bound, limit }).map(toRow);
  }

  /** The same a page at a time, so that others get their turn in between; rows that are added meanwhile are in none. */
  *pages({ limit, ...query }: AuditQuery): Generator<readonly AuditRow[], void> {
    let { beforeSeq } = query;
    for (let left = limit; left > 0; ) {
      const rows = this.rows({ ...query, beforeSeq, limit: Math.min(left, PAGE) });
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows;
      left -= rows.length;
      beforeSeq = last.seq;
    }
  }

  /** Reads every row and computes its hash anew. */
  verify(): AuditCheck {
    for (let check = UNCHECKED; ; ) {
      const { done, ...next } = this.verifyNext(check);
      if (done) return next;
      check = next;
    }
  }

  /** A page of rows more than `check` has seen, so that others get their turn in between. */
  verifyNext(check: AuditCheck = UNCHECKED): AuditCheck & { readonly done: boolean } {
    const found = this.#database
      .prepare<[number, number], StoredRow>('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?')
      .all(check.rows, PAGE);
    let { head, rows } = check;
    for (const { hash, ...row } of found) {
      if (row.seq !== rows + 1 || hash !== hashOf(head, row)) return { rows, brokenAt: rows + 1, head, done: true };
      head = hash;
      rows++;
    }
    return { rows, brokenAt: undefined, head, done: found.length < PAGE };
  }
}

/** Over the names and values in a fixed order, as JSON, so that no text can pretend to be two fields. */
function hashOf(previous: string, row: Omit<StoredRow, 'hash'>): string {
  const fields = [
    row.seq,
    row.time_ms,
    row.action,
    row.outcome,
    row.actor,
    row.from_address,
    row.host_id,
    row.target,
    row.because,
    row.before,
    row.after,
  ];
  return createHash('sha256')
    .update(JSON.stringify([previous, ...fields]))
    .digest('hex');
}

function cut(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;
}

function cutOrNull(text: string | undefined): string | null {
  return text === undefined ? null : cut(text);
}

function toRow(row: StoredRow): AuditRow {
  return {
    seq: row.seq,
    timeMs: row.time_ms,
    action: row.action,
    outcome: row.outcome as AuditRow['outcome'],
    actor: row.actor,
    from: row.from_address,
    ...optional({
      hostId: row.host_id,
      target: row.target,
      because: row.because,
      before: row.before,
      after: row.after,
    }),
    hash: row.hash,
  };
}

function optional<K extends string>(fields: Readonly<Record<K, string | null>>): { readonly [N in K]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as { [N in K]?: string };
}
