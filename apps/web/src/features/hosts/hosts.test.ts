import { describe, expect, it } from 'vitest';
import { hostOf } from './hostFixture.ts';
import { hostState, inOrder, worstFirst } from './hosts.ts';

const calm = hostOf('calm-1');
const busy = hostOf('busy-1', ['calm', 'busy']);
const busier = hostOf('busy-2', ['busy', 'busy']);
const saturated = hostOf('drops-1', ['calm', 'calm', 'saturated']);
const away = hostOf('away-1', ['saturated'], { connected: false });

describe('worstFirst', () => {
  it('puts saturated hosts before those that are away, busy and calm, and more busy layers before fewer', () => {
    const order = worstFirst([calm, busy, away, saturated, busier]).map(({ hostname }) => hostname);
    expect(order).toEqual(['drops-1', 'away-1', 'busy-2', 'busy-1', 'calm-1']);
  });

  it('orders equals by name, numbers as numbers', () => {
    const order = worstFirst(['db-10', 'db-2', 'db-1'].map((name) => hostOf(name))).map(({ hostname }) => hostname);
    expect(order).toEqual(['db-1', 'db-2', 'db-10']);
  });
});

it('lists this machine first, then by name', () => {
  const order = inOrder([hostOf('b'), hostOf('a'), hostOf('z', [], { self: true })]);
  expect(order.map(({ hostname }) => hostname)).toEqual(['z', 'a', 'b']);
});

it('does not take the last known states of a host that is away for those of now', () => {
  expect(hostState(away)).toBe('away');
});
