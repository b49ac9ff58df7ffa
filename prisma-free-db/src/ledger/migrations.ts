import { accessTables } from './accessTables.ts';
import { agentTables } from './agentTables.ts';
import { broughtTagsMigration } from './broughtTagsMigration.ts';
import { changesMigration } from './changesMigration.ts';
import { driftsMigration } from './driftsMigration.ts';
import { hostTagsMigration } from './hostTagsMigration.ts';

/** The audit: rows are added, never changed or removed; the database itself refuses. */
const audit = `
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  time_ms INTEGER NOT NULL,
  action TEXT NOT NULL,
  outcome TEXT NOT NULL,
  actor TEXT NOT NULL,
  from_address TEXT NOT NULL,
  host_id TEXT,
  target TEXT,
  because TEXT,
  before TEXT,
  after TEXT,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_time ON audit (time_ms);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit is append-only'); END;
`;

/** In order; the number of a migration is its place, counted from 1, and is the file's user_version after it. */
export const LEDGER_MIGRATIONS: readonly string[] = [
  audit,
  changesMigration,
  accessTables,
  agentTables,
  driftsMigration,
  hostTagsMigration,
  broughtTagsMigration,
];
