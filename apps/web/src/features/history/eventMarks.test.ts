import type { AdviceRecord } from '@netstrata/advisor/types';
import { expect, it } from 'vitest';
import { eventMarks } from './eventMarks.ts';

const record = (timeMs: number, kind: AdviceRecord['kind'], rule: string): AdviceRecord => ({
  kind,
  timeMs,
  id: `${rule}:x`,
  rule,
  layer: 'socket',
  severity: 'warning',
  title: `about ${rule}`,
  where: '',
  because: '',
});
const advice = [
  record(9, 'closed', 'a'),
  record(5, 'opened', 'a'),
  record(6, 'snoozed', 'a'),
  record(7, 'opened', 'b'),
];
const changes = [{ id: 'c applied', kind: 'applied' as const, timeMs: 8, what: 'net.core.somaxconn = 4096' }];

it('puts advice of the rules in question and every change in order', () => {
  expect(eventMarks({ advice, changes }, new Set(['a']), { fromMs: 5, toMs: 9 })).toEqual([
    { id: 'a:x opened 5', timeMs: 5, kind: 'opened', text: 'about a' },
    { id: 'c applied', timeMs: 8, kind: 'applied', text: 'net.core.somaxconn = 4096' },
    { id: 'a:x closed 9', timeMs: 9, kind: 'closed', text: 'about a' },
  ]);
});

it('takes advice of every rule where none is in question, and nothing from outside the time', () => {
  expect(eventMarks({ advice, changes }, undefined, { fromMs: 6, toMs: 8 }).map(({ id }) => id)).toEqual([
    'b:x opened 7',
    'c applied',
  ]);
});
