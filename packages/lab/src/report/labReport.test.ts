import { expect, test } from 'vitest';
import { type LabRun, labReport } from './labReport.ts';
import { ruleOf } from './record.ts';

const RUN: LabRun = {
  kernel: '6.18.44',
  tests: { passed: 3, failed: 0, skipped: 1 },
  rules: [
    { id: 'a-rule', title: 'A', layer: 'socket' },
    { id: 'b-rule', title: 'B', layer: 'link' },
    { id: 'c-rule', title: 'C', layer: 'link' },
  ],
  records: [
    {
      kind: 'opened',
      rule: 'a-rule',
      advice: {
        id: 'a-rule:host',
        title: 'x',
        severity: 'warning',
        evidence: [{ metric: 'm', labels: {}, value: 12.3456, unit: 'events/s' }],
        changes: [],
      },
    },
    { kind: 'applied', rule: 'a-rule', changes: [{ tunable: 't', namespace: 'host', current: '1', proposed: '2' }] },
    { kind: 'still', rule: 'a-rule', counter: 'TcpExt.X', seconds: 3 },
    { kind: 'closed', rule: 'a-rule' },
    { kind: 'silent', rule: 'a-rule', seconds: 5 },
    { kind: 'silent', rule: 'b-rule', seconds: 4.6 },
  ],
};

test('a report tells what each rule did, before and after, and which were not provoked', () => {
  const lines = labReport(RUN).split('\n');
  expect(lines).toContain(
    'Linux 6.18.44. 3 tests passed, 0 failed, 1 were skipped. 1 of 3 rules were provoked on this kernel.',
  );
  expect(lines).toContain(
    '| `a-rule` | yes (1) | 5 s | m 12.3 events/s | t 1 -> 2; TcpExt.X stood still for 3 s; advice closed |',
  );
  expect(lines).toContain('- `b-rule` (B), silent for 5 s where it had to be');
  expect(lines).toContain('- `c-rule` (C)');
});

test('the rule of an advice is the first word of its id', () => {
  expect(ruleOf('tcp-listen-overflow:[::]:80')).toBe('tcp-listen-overflow');
  expect(ruleOf('qdisc-drops')).toBe('qdisc-drops');
});
