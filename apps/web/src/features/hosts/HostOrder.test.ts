import type { LayerState } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { HostOrder } from './HostOrder.ts';
import { hostOf } from './hostFixture.ts';

const fleet = (states: Readonly<Record<string, LayerState>>) =>
  Object.entries(states).map(([name, state]) => hostOf(name, ['calm', state]));

describe('the order of hosts', () => {
  it('puts new trouble in front at once and marks it for ten seconds, once', () => {
    const order = new HostOrder();
    const look = (states: Readonly<Record<string, LayerState>>, nowMs: number) => {
      const { hosts, fresh, alarms } = order.look(fleet(states), nowMs);
      return [hosts.map(({ hostname }) => hostname).join(' '), [...fresh].join(' '), alarms];
    };
    expect(look({ a: 'busy', b: 'calm', c: 'calm' }, 0)).toEqual(['a b c', '', 0]);
    expect(look({ a: 'busy', b: 'calm', c: 'saturated' }, 1000)).toEqual(['c a b', 'id-c', 1]);
    expect(look({ a: 'busy', b: 'calm', c: 'saturated' }, 10_999)).toEqual(['c a b', 'id-c', 1]);
    expect(look({ a: 'busy', b: 'calm', c: 'saturated' }, 11_000)).toEqual(['c a b', '', 1]);
  });

  it('leaves a host where it is that gets better for a moment, and is not alarmed when it is worse again', () => {
    const order = new HostOrder();
    const names = (states: Readonly<Record<string, LayerState>>, nowMs: number) =>
      order
        .look(fleet(states), nowMs)
        .hosts.map(({ hostname }) => hostname)
        .join(' ');
    names({ a: 'calm', b: 'calm' }, 0);
    expect(names({ a: 'calm', b: 'busy' }, 1000)).toBe('b a');
    expect(names({ a: 'calm', b: 'calm' }, 2000)).toBe('b a');
    expect(names({ a: 'calm', b: 'busy' }, 20_000)).toBe('b a');
    expect(order.look(fleet({ a: 'calm', b: 'busy' }), 21_000).alarms).toBe(1);
    expect(names({ a: 'calm', b: 'calm' }, 50_999)).toBe('b a');
    expect(names({ a: 'calm', b: 'calm' }, 51_000)).toBe('a b');
  });

  it('forgets hosts that are gone', () => {
    const order = new HostOrder();
    order.look(fleet({ a: 'saturated' }), 0);
    order.look(fleet({ b: 'calm' }), 1000);
    expect(order.look(fleet({ a: 'saturated', b: 'calm' }), 2000)).toMatchObject({
      fresh: new Set(['id-a']),
      alarms: 1,
    });
  });

  it('is not alarmed by hosts that a server which has just come back has not heard of yet, but by those that stay away', () => {
    const order = new HostOrder();
    const away = [hostOf('a'), hostOf('b', [], { connected: false })];
    order.look(fleet({ a: 'calm', b: 'calm' }), 0, true);
    expect(order.look(away, 1000, true)).toMatchObject({ fresh: new Set(), alarms: 0 });
    expect(order.look(fleet({ a: 'calm', b: 'calm' }), 2000, true).alarms).toBe(0);
    order.look(away, 3000, true);
    expect(order.look(away, 21_000)).toMatchObject({ fresh: new Set(['id-b']), alarms: 1 });
    expect(order.look([hostOf('a', ['saturated']), ...away.slice(1)], 22_000, true).alarms).toBe(2);
  });
});
