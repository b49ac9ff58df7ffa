import { createHash } from 'node:crypto';
import { openLedger } from '@netstrata/db';
import { getMigrations } from 'better-auth/db/migration';
import { expect, it } from 'vitest';
import { createLog } from '../start/log.ts';
import { authOptions } from './auth.ts';

it('better-auth finds its tables as it wants them: its own migrations have nothing left to do', async () => {
  const ledger = openLedger(':memory:');
  const options = authOptions({
    database: ledger.database,
    secret: createHash('sha256').update('a secret of a test').digest('hex'),
    secure: false,
    port: 3000,
    log: createLog('silent'),
    now: Date.now,
  });
  const { toBeCreated, toBeAdded, compileMigrations } = await getMigrations(options);
  expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] });
  expect((await compileMigrations()).replaceAll(/[;\s]/g, '')).toBe('');
  ledger.close();
});
