import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SOURCE_OPENERS } from './index.ts';

/** `net/softnet_stat` is read by netSoftnetStat.ts. */
const fileOf = (id: string) => `${id.replace(/[/_]./g, (two) => two.slice(1).toUpperCase())}.ts`;

test('every file of this folder is a source, and every source is a file with a test', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => !file.startsWith('index.'));
  const sources = Object.keys(SOURCE_OPENERS).map(fileOf);
  const tests = sources.map((file) => file.replace('.ts', '.test.ts'));
  expect(files.toSorted()).toEqual([...sources, ...tests].toSorted());
});
