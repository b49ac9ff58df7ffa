import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, told } from '../contextFixture.ts';
import { softnetTimeSqueeze } from './softnet-time-squeeze.ts';

const BUDGETS = { 'net.core.netdev_budget': '300', 'net.core.netdev_budget_usecs': '8000' };
const findings = (perMinute: number, share: number, tunables: Record<string, string> = BUDGETS, open = false) =>
  told(
    softnetTimeSqueeze,
    contextOf(
      {
        [labelled('link.softnet.timeSqueeze', { cpu: '0' })]: grew(0),
        [labelled('link.softnet.timeSqueeze', { cpu: '1' })]: grew(perMinute / 60),
        [labelled('link.statCpu.softirqSeconds', { cpu: '0' })]: grew(0.1),
        [labelled('link.statCpu.softirqSeconds', { cpu: '1' })]: grew(share),
      },
      { tunables },
    ),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

describe('softnet-time-squeeze', () => {
  it('doubles both budgets, within their bounds', () => {
    expect(findings(60, 0.7)[0]).toMatchObject({
      where: 'CPU 1: 60 rounds cut short in the last minute',
      changes: [
        { tunable: 'net.core.netdev_budget', proposed: '600' },
        { tunable: 'net.core.netdev_budget_usecs', proposed: '16000' },
      ],
      arithmetic: '300 packets x 2, at most 1200: 600; 8000 µs x 2, at most 16000: 16000',
    });
    const large = { 'net.core.netdev_budget': '900', 'net.core.netdev_budget_usecs': '16000' };
    expect(findings(60, 0.7, large)[0]?.changes).toMatchObject([{ proposed: '1200' }]);
    const largest = { 'net.core.netdev_budget': '1200', 'net.core.netdev_budget_usecs': '16000' };
    expect(findings(60, 0.7, largest)[0]).toMatchObject({ changes: [], arithmetic: '' });
  });

  it('fires above ten rounds a minute on a CPU that is half busy with them', () => {
    expect(findings(9, 0.7)).toEqual([]);
    expect(findings(12, 0.7)).toHaveLength(1);
    expect(findings(60, 0.49)).toEqual([]);
    expect(findings(60, 0.52)).toHaveLength(1);
    expect(findings(1.2, 0.31, BUDGETS, true)).toHaveLength(1);
    expect(findings(0, 0.7, BUDGETS, true)).toEqual([]);
    expect(findings(60, 0.29, BUDGETS, true)).toEqual([]);
  });

  it('advises no longer rounds for a CPU without time, nor without the settings', () => {
    expect(findings(60, 0.95)[0]).toMatchObject({ confidence: 'high', changes: [] });
    expect(findings(60, 0.7, {})[0]?.changes).toEqual([]);
  });

  it('speaks of the busy CPU, though an idle one is cut short more often', () => {
    const samples = {
      [labelled('link.softnet.timeSqueeze', { cpu: '0' })]: grew(3),
      [labelled('link.softnet.timeSqueeze', { cpu: '1' })]: grew(1),
      [labelled('link.statCpu.softirqSeconds', { cpu: '0' })]: grew(0.2),
      [labelled('link.statCpu.softirqSeconds', { cpu: '1' })]: grew(0.7),
    };
    const [finding] = told(softnetTimeSqueeze, contextOf(samples, { tunables: BUDGETS }));
    expect(finding?.where).toBe('CPU 1: 60 rounds cut short in the last minute');
  });
});
