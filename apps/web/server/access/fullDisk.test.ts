import { createHash } from 'node:crypto';
import { openLedger } from '@netstrata/db';
import { afterEach, expect, it, vi } from 'vitest';
import { createLog } from '../start/log.ts';
import { AccessDesk } from './AccessDesk.ts';

afterEach(() => vi.useRealTimers());

it('a disk that takes nothing more ends no server and shuts nobody out, and is said once a minute', () => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  const ledger = openLedger(':memory:');
  const lines: string[] = [];
  const desk = new AccessDesk({
    ledger,
    adminToken: undefined,
    oidc: undefined,
    secret: createHash('sha256').update('a secret of a test').digest('hex'),
    secure: false,
    port: 3000,
    log: createLog('error', (line) => lines.push(line)),
    now: Date.now,
  });
  const { secret } = desk.makeKey({ kind: 'token', name: 'ci', role: 'viewer', days: 1, createdBy: 'test' });
  const nowMs = Date.now();
  const times = [new Date(nowMs + 86_400_000), new Date(nowMs), new Date(nowMs)].map((time) => time.toISOString());
  ledger.database.exec(`INSERT INTO person VALUES ('p1', 'Ada', 'ada@example.org', 0, NULL, '', '', 'admin', 0)`);
  ledger.database
    .prepare(`INSERT INTO session VALUES ('s1', ?, 'x', ?, ?, NULL, NULL, 'p1', 0, ?)`)
    .run(...times, nowMs - 120_000);
  const ada = { kind: 'person', id: 'p1', name: 'ada@example.org', role: 'admin', credentialId: 's1' } as const;
  ledger.database.pragma('query_only = ON');
  expect(desk.access.holderOf(secret)).toMatchObject({ kind: 'token', role: 'viewer' });
  expect([desk.access.stillHolds(ada), desk.access.stillHolds(ada)]).toEqual([true, true]);
  expect(lines).toEqual([expect.stringContaining('it cannot be written down who is there')]);
  vi.advanceTimersByTime(60_000);
  expect(lines).toEqual([expect.any(String), expect.stringContaining('sessions that are over cannot be taken away')]);
  ledger.database.pragma('query_only = OFF');
  expect(desk.access.stillHolds(ada)).toBe(true);
  expect(ledger.people.session('s1')?.seenMs).toBe(nowMs + 60_000);
  desk.close();
  ledger.close();
});
