import { expect, test } from 'vitest';
import { outlived } from './outlived.ts';

const change = (id: string, state: Parameters<typeof outlived>[0][number]['state'], ...names: readonly string[]) => ({
  id,
  state,
  changes: names.map((tunable) => ({ tunable, namespace: 'host', before: '1', after: '2' })),
});

test('what was taken back or refused is outlived, and what waits or is unknown never', () => {
  expect(
    outlived([
      change('a', 'undone', 'x'),
      change('b', 'refused', 'x'),
      change('c', 'pending', 'x'),
      change('d', 'unknown', 'x'),
    ]),
  ).toEqual(['a', 'b']);
});

test('a kept change stays until all of its settings were set again by kept ones', () => {
  expect(
    outlived([
      change('newest', 'kept', 'x'),
      change('taken back', 'undone', 'y'),
      change('half', 'kept', 'x', 'y'),
      change('whole', 'kept', 'x', 'y'),
      change('other', 'kept', 'z'),
    ]),
  ).toEqual(['taken back', 'whole']);
});

test('the same name of another device or namespace is another setting', () => {
  const of = (id: string, more: object) => ({
    id,
    state: 'kept' as const,
    changes: [{ tunable: 'ethtool.rings.rx', namespace: 'host', before: '1', after: '2', ...more }],
  });
  expect(outlived([of('a', { device: 'eth0' }), of('b', { device: 'eth1' }), of('c', { device: 'eth0' })])).toEqual([
    'c',
  ]);
});
