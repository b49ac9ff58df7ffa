/** `netstrata audit verify|export`: reads the audit of a data folder and changes nothing, beside a running server too. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Audit } from './ledger/Audit.ts';
import { AUDIT_CSV_HEADER, auditCsvRows } from './ledger/auditCsv.ts';
import { readAuditOptions, USAGE } from './readAuditOptions.ts';

const EXIT = { intact: 0, broken: 1, usage: 2 } as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

function verify(audit: Audit): number {
  const { rows, brokenAt, head } = audit.verify();
  if (brokenAt !== undefined) {
    complain(`The audit is broken at row ${brokenAt}: it was changed, or a row before it is missing.`);
    complain(`${rows} rows before it are intact; the hash of the last of them is ${head}.`);
    return EXIT.broken;
  }
  say(`The audit is intact: ${rows} rows.`);
  say(`Hash of the last row: ${head}`);
  say('Keep that hash elsewhere: it also proves later that no rows were cut off at the end.');
  return EXIT.intact;
}

/** The newest first, a page at a time. */
function exportAll(audit: Audit, as: 'csv' | 'json'): number {
  if (as === 'csv') process.stdout.write(AUDIT_CSV_HEADER);
  for (const rows of audit.pages({ limit: Number.POSITIVE_INFINITY }))
    process.stdout.write(as === 'csv' ? auditCsvRows(rows) : rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return EXIT.intact;
}

function main(): number {
  const options = readAuditOptions(process.argv.slice(2));
  if ('wrong' in options) {
    complain(`${options.wrong}\n${USAGE}`);
    return EXIT.usage;
  }
  const path = join(options.data, 'ledger.sqlite');
  if (!existsSync(path)) {
    complain(`There is no ledger in ${options.data}: name the server's data folder with --data FOLDER.`);
    return EXIT.usage;
  }
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { readonly: true, fileMustExist: true });
    const audit = new Audit(database);
    return options.command === 'verify' ? verify(audit) : exportAll(audit, options.as);
  } catch (error) {
    complain(`The audit in ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.broken;
  } finally {
    database?.close();
  }
}

process.exitCode = main();
