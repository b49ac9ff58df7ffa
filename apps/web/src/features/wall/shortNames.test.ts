import { expect, it } from 'vitest';
import { hostOf } from '../hosts/hostFixture.ts';
import { shortNames } from './shortNames.ts';

it('leaves out domains, but for hosts that would be called the same without, and for addresses', () => {
  const names = ['web-1.eu.example.org', 'db.eu.example.org', 'db.us.example.org', '10.0.0.7', 'fe80::1', 'alone'];
  expect([...shortNames(names.map((name) => hostOf(name))).values()]).toEqual([
    'web-1',
    'db.eu.example.org',
    'db.us.example.org',
    '10.0.0.7',
    'fe80::1',
    'alone',
  ]);
});
