import type { Finding, Rule } from '@netstrata/advisor';
import { expect, it } from 'vitest';
import { LiveHost } from '../live/LiveHost.ts';
import { createLog } from '../start/log.ts';
import { FACTS } from '../testing/TestAgent.ts';
import { AdviceDesk } from './AdviceDesk.ts';

const FINDING: Finding = {
  subject: ':80',
  severity: 'warning',
  confidence: 'high',
  title: 'A title',
  why: 'because',
  where: ':80',
  evidence: [],
  changes: [],
  arithmetic: '',
  actions: [],
  risk: 'none',
  expectedEffect: 'none',
  verify: 'look',
  notWhen: 'never',
};
const rule = (id: string, evaluate: Rule['evaluate']): Rule => ({
  id,
  layer: 'socket',
  title: id,
  metrics: [],
  tunables: [],
  about: { symptom: '', reasoning: '', formula: '', sources: [] },
  evaluate,
});

it('lets no rule stop the others, and logs a failing one once', () => {
  const lines: string[] = [];
  let nowMs = 1000;
  const desk = new AdviceDesk({
    log: createLog('info', (line) => lines.push(line)),
    now: () => nowMs,
    rules: [
      rule('broken', () => {
        throw new Error('divided by nothing');
      }),
      rule('works', () => [FINDING]),
    ],
  });
  const host = new LiveHost('host-0001', { facts: FACTS, missing: [], intervalMs: 1000 });
  expect(desk.of(host)).toEqual([]);
  expect(desk.evaluate(host)).toBe(false);
  nowMs = 2000;
  expect(desk.evaluate(host)).toBe(true);
  expect(desk.of(host)).toEqual([{ ...FINDING, id: 'works::80', rule: 'works', layer: 'socket', openedAt: 2000 }]);
  nowMs = 3000;
  expect(desk.evaluate(host)).toBe(false);
  expect(lines.map((line) => line.slice(9))).toEqual([
    'error a rule failed; the others go on: divided by nothing rule=broken\n',
  ]);
  expect(desk.failures).toEqual(new Map([['broken', 3]]));
});
