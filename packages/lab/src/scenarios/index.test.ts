import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SCENARIOS } from './index.ts';

test('every scenario is in the index, under the name of its file', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => file !== 'index.ts' && !file.includes('.test.'));
  expect(SCENARIOS.map(({ name }) => name)).toEqual(files.map((file) => file.slice(0, -'.ts'.length)).toSorted());
});

test('each says in one sentence what it is for, and in another what only looks like it', () => {
  for (const { name, purpose, lookAlike } of SCENARIOS)
    for (const sentence of [purpose, lookAlike]) expect(sentence, name).toMatch(/^[A-Z][^.]*(\.[a-z_]+[^.]*)*\.$/);
  expect(new Set(SCENARIOS.map(({ purpose }) => purpose)).size).toBe(SCENARIOS.length);
});

test('every rule that a scenario is to open exists', () => {
  const rules = readdirSync(join(import.meta.dirname, '../../../advisor/src/rules'));
  for (const { name, opens } of SCENARIOS) for (const rule of opens) expect(rules, name).toContain(`${rule}.ts`);
});
