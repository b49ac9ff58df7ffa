import type { ChangeRecord } from '@netstrata/protocol/types';
import { expect, it } from 'vitest';
import { marksOf, marksWithin } from './marks.ts';

const change = (over: Partial<ChangeRecord>): ChangeRecord => ({
  id: 'a',
  hostId: 'h',
  state: 'pending',
  changes: [{ tunable: 'net.core.somaxconn', namespace: 'host', before: '8', after: '4096' }],
  because: '',
  by: 'person:ada@example.org',
  requestedMs: 1000,
  appliedMs: 1000,
  ...over,
});
const listed = (words: readonly string[]) => words.join(', ');
const undo = { reason: 'not-confirmed', timeMs: 4000, settings: [] } as const;

it('marks when a change was applied and what became of it, with the value from then on', () => {
  const changes = [
    change({ id: 'c', state: 'undone', appliedMs: 3000, undo, decidedMs: 4100 }),
    change({ id: 'b', state: 'kept', decidedMs: 2000 }),
    change({ id: 'r', state: 'refused' }),
    change({ id: 'n', state: 'applying', appliedMs: undefined }),
  ];
  expect(marksOf(changes, listed)).toEqual([
    { id: 'b applied', kind: 'applied', timeMs: 1000, what: 'net.core.somaxconn = 4096' },
    { id: 'b kept', kind: 'kept', timeMs: 2000, what: 'net.core.somaxconn = 4096' },
    { id: 'c applied', kind: 'applied', timeMs: 3000, what: 'net.core.somaxconn = 4096' },
    { id: 'c undone', kind: 'undone', timeMs: 4100, what: 'net.core.somaxconn = 8' },
  ]);
  expect(marksWithin(marksOf(changes, listed), 1000, 2500).map(({ id }) => id)).toEqual(['b applied', 'b kept']);
});
