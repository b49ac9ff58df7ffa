import { expect, test } from 'vitest';
import { nothingStored } from './nothingStored.ts';
import { verdictOf } from './verdict.ts';

test('of a moment of which nothing is stored every layer is unknown, and says why', () => {
  const { stack, history } = nothingStored(5000, 'nothing is stored');
  expect(stack.timeMs).toBe(5000);
  expect(stack.layers.map(({ layer }) => layer)).toEqual(['application', 'socket', 'transport', 'network', 'link']);
  expect(new Set(stack.layers.map(({ reason }) => reason))).toEqual(new Set(['nothing is stored']));
  expect(verdictOf(stack.layers).state).toBe('unknown');
  expect(history).toEqual([]);
});
