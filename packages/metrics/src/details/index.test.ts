import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DETAIL_KINDS } from './index.ts';

const kindsIn = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts')
    .map((file) => file.replace(/\.ts$/, ''));

it('every kind has a file of its own here and a schema, and no file is left out', () => {
  expect(kindsIn('.').toSorted()).toEqual(DETAIL_KINDS.toSorted());
  expect(kindsIn('../../../protocol/src/schemas/details').toSorted()).toEqual(DETAIL_KINDS.toSorted());
});
