import type { ChangeRecord } from '@netstrata/protocol';
import { expect, it } from 'vitest';
import { verifiedAdvice } from './verifiedAdvice.ts';

const MADE_MS = 1_000_000;
const ADVICE = 'rule:subject';

const record = (more: Partial<ChangeRecord>): ChangeRecord => ({
  id: 'change-0001',
  hostId: 'host-0001',
  state: 'pending',
  changes: [],
  because: '',
  by: 'person:ada@example.org',
  requestedMs: MADE_MS - 5,
  appliedMs: MADE_MS,
  adviceId: ADVICE,
  ...more,
});
const verdict = (state: 'too-early' | 'improved') => ({ state, reason: '', windowMs: 30_000, evidence: [] });
/** What is told of the advice by changes, the newest first, so many seconds after they were made. */
const told = (records: readonly Partial<ChangeRecord>[], seconds: number) =>
  verifiedAdvice(records.map(record), MADE_MS + seconds * 1000).get(ADVICE);

const MADE = { changeId: 'change-0001', isUndone: false, changes: [] };

it('verifies a change until it is decided, and one that is kept until its verdict', () => {
  expect(told([{}], 5000)).toEqual(MADE);
  expect(told([{ state: 'applying' }], 1)).toEqual(MADE);
  expect(told([{ state: 'kept', verdict: verdict('too-early') }], 20)).toEqual(MADE);
  expect(told([{ state: 'kept', verdict: verdict('too-early') }], 600)).toBeUndefined();
  expect(told([{ state: 'kept', verdict: verdict('improved') }], 20)).toBeUndefined();
  expect(told([{ state: 'kept' }], 1)).toBeUndefined();
});

it('gives rules a minute to find again what a change that was taken back had covered', () => {
  const undone = { state: 'undone', decidedMs: MADE_MS + 30_000 } as const;
  expect(told([undone], 89)).toEqual({ changeId: 'change-0001', isUndone: true, changes: [] });
  expect(told([undone], 90)).toBeUndefined();
});

it('waits no longer than ten minutes for a host that does not say what became of a change', () => {
  expect(told([{ state: 'unknown' }], 599)).toEqual(MADE);
  expect(told([{ state: 'unknown' }], 600)).toBeUndefined();
});

it('goes by the newest change of an advice, and by none that was refused or nobody advised', () => {
  expect(told([{ state: 'refused' }, {}], 1)).toEqual(MADE);
  expect(told([{ state: 'kept', verdict: verdict('improved') }, {}], 1)).toBeUndefined();
  expect(told([{ adviceId: undefined }], 1)).toBeUndefined();
});
