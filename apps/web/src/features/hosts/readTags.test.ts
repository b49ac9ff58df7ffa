import { expect, it } from 'vitest';
import { readTags } from './readTags.ts';

it('reads words however they are set apart, each once', () => {
  expect(readTags('  web, eu-1;web\n db ')).toEqual({ tags: ['db', 'eu-1', 'web'], wrong: undefined, tooMany: false });
  expect(readTags('').tags).toEqual([]);
});

it.each(['Web', 'a_b', '数据库', 'x'.repeat(31)])('says that %s is none', (word) => {
  expect(readTags(`web ${word}`).wrong).toBe(word);
});

it('says when there are more than ten', () => {
  expect(readTags('a b c d e f g h i j').tooMany).toBe(false);
  expect(readTags('a b c d e f g h i j k').tooMany).toBe(true);
});
