import { expect, test } from 'vitest';
import { whoIs } from './who.ts';

test.each([
  ['person:ada@example.org', 'grace@example.org', { kind: 'named', name: 'ada@example.org' }],
  ['person:ada@example.org', 'ada@example.org', { kind: 'you' }],
  ['token:ci', 'ci', { kind: 'token', name: 'ci' }],
  ['host:3f2a', undefined, { kind: 'itself' }],
  ['host', undefined, { kind: 'itself' }],
  ['server', undefined, { kind: 'server' }],
  ['cron', undefined, { kind: 'named', name: 'cron' }],
])('%s, read by %s, is %o', (by, me, who) => {
  expect(whoIs(by, me)).toEqual(who);
});
