import type { ChangeRecord, UndoneSetting, UndoReason } from '@netstrata/protocol/types';
import { describe, expect, it } from 'vitest';
import { noticesOf, toneOf } from './pending.ts';
import { spokenMoment } from './useCountdown.ts';

const NOW = 1_800_000_000_000;
const NONE: ReadonlySet<string> = new Set();
const change = (id: string, over: Partial<ChangeRecord>): ChangeRecord => ({
  id,
  hostId: 'h',
  state: 'pending',
  changes: [{ tunable: 'net.core.somaxconn', namespace: 'host', before: '8', after: '4096' }],
  because: '',
  by: 'person:ada@example.org',
  requestedMs: NOW,
  ...over,
});
const undone = (id: string, reason: UndoReason, outcome: UndoneSetting['outcome'] = 'restored', agoMs = 0) =>
  change(id, {
    state: 'undone',
    decidedMs: NOW - agoMs,
    undo: {
      reason,
      timeMs: NOW - agoMs,
      settings: [{ tunable: 'net.core.somaxconn', namespace: 'host', outcome, problem: '' }],
    },
  });
const told = (changes: readonly ChangeRecord[], dismissed = NONE) =>
  noticesOf(changes, NOW, dismissed).map(({ id }) => id);

describe('noticesOf', () => {
  it('keeps in sight what waits, and what nobody knows', () => {
    const states = ['applying', 'pending', 'kept', 'refused', 'unknown'] as const;
    const changes = states.map((state) => change(state, { state }));
    expect(told(changes)).toEqual(['applying', 'pending', 'unknown']);
    expect(told(changes, new Set(['pending', 'unknown']))).toEqual(['applying', 'pending']);
  });

  it('tells what undid itself for a day, until somebody has read it', () => {
    const changes = [
      undone('late', 'not-confirmed'),
      undone('old', 'not-confirmed', 'restored', 86_400_001),
      undone('asked', 'asked'),
      undone('failed', 'asked', 'failed'),
    ];
    expect(told(changes)).toEqual(['late', 'failed']);
    expect(told(changes, new Set(['late']))).toEqual(['failed']);
  });
});

it('marks what helped, what did not, and what nobody knows', () => {
  const verdict = { reason: '', windowMs: 60_000, evidence: [] };
  expect(toneOf({ state: 'pending', verdict: { ...verdict, state: 'improved' } })).toBe('good');
  expect(toneOf({ state: 'pending', verdict: { ...verdict, state: 'worse' } })).toBe('bad');
  expect(toneOf({ state: 'unknown' })).toBe('doubtful');
  expect(toneOf({ state: 'pending' })).toBeUndefined();
});

it('speaks at 30 and at 10 seconds, and not in between', () => {
  expect([60, 31, 30, 29, 11, 10, 1, 0, undefined].map(spokenMoment)).toEqual([
    undefined,
    undefined,
    30,
    30,
    30,
    10,
    10,
    undefined,
    undefined,
  ]);
});
