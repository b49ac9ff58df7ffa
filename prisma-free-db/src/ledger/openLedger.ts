import type Database from 'better-sqlite3';
import { openDatabase } from '../openDatabase.ts';
import { Agents } from './Agents.ts';
import { Audit } from './Audit.ts';
import { Changes } from './Changes.ts';
import { Drifts } from './Drifts.ts';
import { HostTags } from './HostTags.ts';
import { Keys } from './Keys.ts';
import { LEDGER_MIGRATIONS } from './migrations.ts';
import { People } from './People.ts';

/** "NSTL". */
const LEDGER_ID = 0x4e53544c;

/**
 * Accounts, keys, changes and the audit: small, written seldom, and worth more than all history, so in a file of their own that a
 * damaged or forgotten history does not take along. Used from one thread.
 */
export interface Ledger {
  readonly database: Database.Database;
  readonly audit: Audit;
  readonly changes: Changes;
  readonly people: People;
  readonly keys: Keys;
  readonly agents: Agents;
  readonly drifts: Drifts;
  readonly hostTags: HostTags;
  close(): void;
}

/**
 * @param path a file, made when missing; `:memory:` for one that ends with the process
 * @throws StoreError with one sentence that says what to do
 */
export const openLedger = (path: string): Ledger => {
  const database = openDatabase(path, { applicationId: LEDGER_ID, migrations: LEDGER_MIGRATIONS, what: 'ledger' });
  return {
    database,
    audit: new Audit(database),
    changes: new Changes(database),
    people: new People(database),
    keys: new Keys(database),
    agents: new Agents(database),
    drifts: new Drifts(database),
    hostTags: new HostTags(database),
    close: () => database.close(),
  };
};
