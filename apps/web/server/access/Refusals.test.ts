import { openLedger } from '@netstrata/db';
import { expect, it } from 'vitest';
import { Refusals } from './Refusals.ts';

it('an attacker fills no disk: a row a kind, address and minute, with counts; and so many rows a minute from all of them', () => {
  const ledger = openLedger(':memory:');
  let nowMs = 1_000_000;
  const refusals = new Refusals(
    ledger.audit,
    () => nowMs,
    () => expect.unreachable(),
  );
  const said = () =>
    ledger.audit
      .rows({ limit: 1000 })
      .map(({ action, outcome, from, because }) => `${action} ${outcome} ${from} ${because}`);
  const note = (from: string, action = 'person.sign-in') =>
    refusals.note({ action, actor: 'nobody', from, because: 'wrong' });
  for (let n = 0; n < 500; n++) note('192.0.2.1');
  note('192.0.2.1', 'wall.open');
  expect(said()).toEqual(['wall.open refused 192.0.2.1 wrong', 'person.sign-in refused 192.0.2.1 wrong']);
  nowMs += 60_000;
  refusals.sweep();
  expect(said()[0]).toBe('person.sign-in refused 192.0.2.1 499 more like the one before');
  for (let n = 0; n < 10_000; n++) note(`2001:db8::${n.toString(16)}`);
  expect(said()).toHaveLength(62);
  nowMs += 60_000;
  note('192.0.2.9');
  expect(said().slice(0, 2)).toEqual([
    'person.sign-in refused 192.0.2.9 wrong',
    expect.stringMatching(/^request\.refuse refused {2}\d+ more refusals from many addresses$/),
  ]);
  for (let n = 0; n < 3; n++) note('192.0.2.9');
  refusals.close();
  expect(said()[0]).toBe('person.sign-in refused 192.0.2.9 3 more like the one before');
  expect(ledger.audit.verify().brokenAt).toBeUndefined();
  ledger.close();
});

it('strangers at the address of somebody hide nothing that they try', () => {
  const ledger = openLedger(':memory:');
  const refusals = new Refusals(
    ledger.audit,
    () => 1_000_000,
    () => expect.unreachable(),
  );
  for (const actor of ['nobody', 'token:viewer', 'nobody', 'token:viewer'])
    refusals.note({ action: 'request.refuse', actor, from: '192.0.2.1', because: 'no' });
  expect(ledger.audit.rows({ limit: 10 }).map(({ actor }) => actor)).toEqual(['token:viewer', 'nobody']);
  ledger.close();
});

it('what cannot be written is refused all the same, and told', () => {
  const ledger = openLedger(':memory:');
  const failed: unknown[] = [];
  const refusals = new Refusals(
    ledger.audit,
    () => 1_000_000,
    (error) => failed.push(error),
  );
  ledger.database.pragma('query_only = ON');
  refusals.note({ action: 'wall.open', actor: 'nobody', from: '192.0.2.1', because: 'wrong' });
  expect(failed).toEqual([expect.objectContaining({ code: 'SQLITE_READONLY' })]);
  ledger.close();
});
