import { openLedger } from '@netstrata/db';
import { expect, onTestFinished, test } from 'vitest';
import { resources } from '../testing/resources.ts';
import { ADMIN_TOKEN, bearing } from '../testing/TestServer.ts';
import { auditFile } from './auditFile.ts';

const ROWS = 1201;
const use = resources();

const filled = () => {
  const ledger = openLedger(':memory:');
  onTestFinished(() => ledger.close());
  for (let n = 1; n <= ROWS; n++)
    ledger.audit.append({ action: 'change.apply', outcome: 'done', actor: `person:${n}`, from: '127.0.0.1' }, n);
  return ledger.audit;
};

test('a long file comes in parts, between which others are served', async () => {
  let turns = 0;
  const ticking = setInterval(() => turns++, 0);
  const parts: string[] = [];
  for await (const part of auditFile(filled().pages({ limit: 20_000 }), 'json')) parts.push(part);
  clearInterval(ticking);
  expect(parts).toHaveLength(4);
  expect(JSON.parse(parts.join('')).map(({ seq }: { seq: number }) => seq)).toEqual(
    Array.from({ length: ROWS }, (_, n) => ROWS - n),
  );
  const lines: string[] = [];
  for await (const part of auditFile(filled().pages({ limit: 600, beforeSeq: 1000 }), 'csv')) lines.push(part);
  const rows = lines.join('').trimEnd().split('\r\n');
  expect([rows.length, rows[0]?.slice(0, 8), rows[1]?.slice(0, 5), rows.at(-1)?.slice(0, 5)]).toEqual([
    601,
    'seq,time',
    '"999"',
    '"400"',
  ]);
  expect(turns).toBeGreaterThan(0);
});

test('of nothing it is an empty list', async () => {
  const parts: string[] = [];
  for await (const part of auditFile([], 'json')) parts.push(part);
  expect(parts).toEqual(['[]\n']);
});

test('is downloaded whole, and asked for its headers alone', async () => {
  const server = await use.server(use.folder());
  for (let n = 0; n < 3; n++) await server.post('/api/v1/tokens', { name: `token ${n}`, role: 'viewer', days: 1 });
  const address = `${server.url}/api/v1/audit?as=json&limit=2`;
  const head = await fetch(address, { method: 'HEAD', headers: bearing(ADMIN_TOKEN) });
  expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
    200,
    'application/json; charset=utf-8',
    '',
  ]);
  const rows = (await (await fetch(address, { headers: bearing(ADMIN_TOKEN) })).json()) as readonly { seq: number }[];
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({ action: 'token.create', outcome: 'done' });
});
