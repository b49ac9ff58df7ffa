import { describe, expect, it } from 'vitest';
import { contextOf, grew, labelled, NOTHING_OPEN, type Samples, SHORT_OF_MEMORY, told } from '../contextFixture.ts';
import { softnetDropped } from './softnet-dropped.ts';

const DROPPED = labelled('link.softnet.dropped', { cpu: '1' });
const QUIET = labelled('link.softnet.dropped', { cpu: '0' });
const PROCESSED = labelled('link.softnet.processed', { cpu: '1' });
const BACKLOG = { 'net.core.netdev_max_backlog': '1000' };

const findings = (samples: Samples, tunables: Record<string, string> = BACKLOG, open = false) =>
  told(softnetDropped, contextOf(samples, { tunables }), open ? new Set(['host']) : NOTHING_OPEN);
const dropping = (perMinute: number): Samples => ({
  [DROPPED]: grew(perMinute / 60),
  [QUIET]: grew(0),
  [PROCESSED]: grew(100_000),
});

describe('softnet-dropped', () => {
  it('fires above 10 packets a minute, names the CPU and doubles the queue', () => {
    expect(findings(dropping(9))).toEqual([]);
    expect(findings(dropping(10))).toEqual([]);
    const [finding] = findings(dropping(60));
    expect(finding).toMatchObject({
      severity: 'warning',
      where: 'CPU 1: 60 of 60 packets dropped in the last minute',
      arithmetic: '1000 packets x 2 = 2000',
      changes: [{ tunable: 'net.core.netdev_max_backlog', current: '1000', proposed: '2000' }],
    });
    expect(finding?.evidence[0]).toEqual({
      metric: 'link.softnet.dropped',
      labels: { cpu: '1' },
      value: 60,
      unit: 'packets',
      over: { as: 'sum', seconds: 60 },
    });
  });

  it('is critical above 1 % of the packets', () => {
    expect(findings({ ...dropping(60_000), [PROCESSED]: grew(50_000) })[0]?.severity).toBe('critical');
    expect(findings({ ...dropping(60_000), [PROCESSED]: grew(200_000) })[0]?.severity).toBe('warning');
  });

  it('stays open until a minute passed without a drop', () => {
    expect(findings(dropping(1), BACKLOG, true)).toHaveLength(1);
    expect(findings(dropping(0), BACKLOG, true)).toEqual([]);
  });

  it('changes nothing when memory is short, when the setting is unknown and at the largest length', () => {
    expect(findings({ ...dropping(60), ...SHORT_OF_MEMORY })[0]).toMatchObject({ changes: [], arithmetic: '' });
    expect(findings(dropping(60), {})[0]?.actions[0]).toContain('which the agent cannot read');
    expect(findings(dropping(60), { 'net.core.netdev_max_backlog': '65536' })[0]?.changes).toEqual([]);
  });

  it('waits for ten seconds of history', () => {
    const late = Array.from({ length: 121 }, (_, n) => (n < 115 ? Number.NaN : 1000 + 100 * n));
    expect(findings({ [DROPPED]: late, [PROCESSED]: grew(1000) })).toEqual([]);
  });
});
