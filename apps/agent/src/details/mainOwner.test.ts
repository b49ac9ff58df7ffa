import { expect, test } from 'vitest';
import { mainOwner } from './mainOwner.ts';

const pool = { pid: 7, name: 'pool' };
const other = { pid: 8, name: 'other' };

test('a program that has more than half speaks for all', () => {
  expect(mainOwner([pool, other, pool])).toEqual({ pid: 7, process: 'pool' });
  expect(mainOwner([undefined, pool, pool])).toEqual({ pid: 7, process: 'pool' });
});

test('half, two processes of one name, and what cannot be seen name nobody', () => {
  expect(mainOwner([pool, other])).toEqual({});
  expect(mainOwner([pool, { pid: 9, name: 'pool' }])).toEqual({});
  expect(mainOwner([pool, undefined, undefined])).toEqual({});
  expect(mainOwner([])).toEqual({});
});
