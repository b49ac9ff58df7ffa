import type { ChangeRecord } from '@netstrata/protocol/types';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  // What subscribes would be React.
  vi.doMock('react', () => ({ useSyncExternalStore: (_: unknown, read: () => unknown) => read() }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.doUnmock('react');
});

const CHANGE = { id: 'one', hostId: 'self' } as ChangeRecord;

test('good news goes by itself, and a newer note about the same change has its own time', async () => {
  const { noteDecided, useDecidedNotes } = await import('./decidedNotes.ts');
  noteDecided(CHANGE, undefined);
  vi.advanceTimersByTime(15_000);
  noteDecided(CHANGE, undefined);
  vi.advanceTimersByTime(15_000);
  expect(useDecidedNotes()).toEqual([expect.objectContaining({ id: 'one' })]);
  vi.advanceTimersByTime(5000);
  expect(useDecidedNotes()).toEqual([]);
});

test('what asks for more stays until it is taken away', async () => {
  const { forgetDecided, noteDecided, useDecidedNotes } = await import('./decidedNotes.ts');
  noteDecided(CHANGE, undefined, ['restart the listener']);
  vi.advanceTimersByTime(600_000);
  expect(useDecidedNotes()).toHaveLength(1);
  forgetDecided('one');
  expect(useDecidedNotes()).toEqual([]);
});
