import { ID } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import {
  changesIn,
  contextOf,
  grew,
  labelled,
  NOTHING_OPEN,
  type Samples,
  SHORT_OF_MEMORY,
  told,
} from '../contextFixture.ts';
import { tcpOrphans } from './tcp-orphans.ts';

const ORPHANS = ID.sockstat.tcpOrphan;
const findings = (samples: Samples, most = '131072', open = false) =>
  told(
    tcpOrphans,
    contextOf(samples, { tunables: { 'net.ipv4.tcp_max_orphans': most } }),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

describe('tcp-orphans', () => {
  it('warns above a quarter, is critical above half, and clears below a fifth', () => {
    expect(findings({ [ORPHANS]: 32_768 })).toEqual([]);
    expect(findings({ [ORPHANS]: 32_769 })[0]).toMatchObject({
      severity: 'warning',
      where: '32769 orphans of 131072',
      title: 'Many closed connections wait for peers that do not answer',
    });
    expect(findings({ [ORPHANS]: 65_537 })[0]?.severity).toBe('critical');
    expect(findings({ [ORPHANS]: 26_215 }, undefined, true)).toHaveLength(1);
    expect(findings({ [ORPHANS]: 26_214 }, undefined, true)).toEqual([]);
  });

  it('is critical when some were reset', () => {
    const [finding] = findings({ [ORPHANS]: 40_000, [ID.tcp.abortOnMemory]: grew(0.5) });
    expect(finding).toMatchObject({ severity: 'critical' });
    expect(finding?.why).toContain('30 were reset in the last minute');
  });

  it('doubles the limit up to twice what the kernel derives', () => {
    expect(changesIn(findings({ [ORPHANS]: 40_000 })[0])).toEqual(['net.ipv4.tcp_max_orphans=262144']);
    expect(findings({ [ORPHANS]: 100_000 }, '262144')[0]).toMatchObject({ changes: [], arithmetic: '' });
    expect(changesIn(findings({ [ORPHANS]: 2000 }, '4096')[0])).toEqual(['net.ipv4.tcp_max_orphans=8192']);
    expect(findings({ [ORPHANS]: 2000, ...SHORT_OF_MEMORY }, '4096')[0]?.changes).toEqual([]);
  });

  it('shows the states they are in, and is silent where the limit is not known', () => {
    const state = labelled('socket.sockets.count', { protocol: 'tcp', state: 'last-ack' });
    expect(findings({ [ORPHANS]: 40_000, [state]: 39_000 })[0]?.evidence).toContainEqual({
      metric: 'socket.sockets.count',
      labels: { protocol: 'tcp', state: 'last-ack' },
      value: 39_000,
      unit: 'sockets',
    });
    expect(told(tcpOrphans, contextOf({ [ORPHANS]: 40_000 }, { tunables: {} }), NOTHING_OPEN)).toEqual([]);
    expect(findings({ [ORPHANS]: 40_000 }, '0')).toEqual([]);
  });
});
