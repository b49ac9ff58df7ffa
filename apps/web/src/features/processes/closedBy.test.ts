import type { ChurnReport } from '@netstrata/metrics';
import { expect, it } from 'vitest';
import { closedByOf } from './closedBy.ts';

it('adds up the ports of one process, and knows nothing of one without', () => {
  const report = {
    windowMs: 10_000,
    services: [
      { protocol: 'tcp', direction: 'in', port: 80, pid: 7, closed: 30, short: 30, retransShare: 0.01 },
      { protocol: 'tcp', direction: 'in', port: 81, pid: 7, closed: 10, short: 0 },
      { protocol: 'tcp', direction: 'in', port: 82, pid: 8, closed: 5 },
    ],
  } as unknown as ChurnReport;
  expect(closedByOf(report, 7)).toEqual({ perSecond: 4, shortShare: 0.75, retransShare: 0.01 });
  expect(closedByOf(report, 8)).toEqual({ perSecond: 0.5, shortShare: undefined, retransShare: undefined });
  expect(closedByOf(report, 9)).toBeUndefined();
});
