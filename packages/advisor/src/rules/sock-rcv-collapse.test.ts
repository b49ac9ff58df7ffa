import { describe, expect, it } from 'vitest';
import { contextOf, grew, NOTHING_OPEN, type Samples, SHORT_OF_MEMORY, TUNABLES, told } from '../contextFixture.ts';
import { sockRcvCollapse } from './sock-rcv-collapse.ts';

const PRUNED = 'socket.tcpExt.rcvPruned';
const COLLAPSED = 'socket.tcpExt.tcpRcvCollapsed';
const findings = (samples: Samples, { open = false, rmem = '4096 131072 6291456' } = {}) =>
  told(
    sockRcvCollapse,
    contextOf(samples, { tunables: { ...TUNABLES, 'net.ipv4.tcp_rmem': rmem } }),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

describe('sock-rcv-collapse', () => {
  it('warns above five losses a minute, of both kinds, and until a minute has none', () => {
    expect(findings({ [PRUNED]: grew(5, 1) })).toEqual([]);
    expect(findings({ [PRUNED]: grew(6, 1) })[0]).toMatchObject({ subject: 'host', severity: 'warning' });
    expect(findings({ [PRUNED]: grew(3, 1), 'socket.tcpExt.tcpRcvQDrop': grew(3, 1) })).toHaveLength(1);
    expect(findings({ [PRUNED]: grew(1, 1) }, { open: true })).toHaveLength(1);
    expect(findings({ [PRUNED]: grew(0) }, { open: true })).toEqual([]);
  });

  it('mentions above 100 segments a second that are packed together, without a change', () => {
    expect(findings({ [COLLAPSED]: grew(100) })).toEqual([]);
    expect(findings({ [COLLAPSED]: grew(101) })[0]).toMatchObject({ severity: 'info', changes: [], arithmetic: '' });
    expect(findings({ [COLLAPSED]: grew(21) }, { open: true })).toHaveLength(1);
    expect(findings({ [COLLAPSED]: grew(20) }, { open: true })).toEqual([]);
  });

  it('doubles what a connection starts with, at most to 1 MiB and the maximum', () => {
    const proposed = (rmem: string) =>
      findings({ [PRUNED]: grew(1) }, { rmem })[0]?.changes.map((each) => each.proposed);
    expect(proposed('4096 131072 6291456')).toEqual(['4096 262144 6291456']);
    expect(proposed('4096 900000 6291456')).toEqual(['4096 1048576 6291456']);
    expect(proposed('4096 131072 200000')).toEqual(['4096 200000 200000']);
    expect(proposed('4096 131072 131072')).toEqual([]);
    expect(findings({ [PRUNED]: grew(1), ...SHORT_OF_MEMORY })[0]?.changes).toEqual([]);
  });

  it('yields to a program that does not read', () => {
    expect(sockRcvCollapse.yieldsTo).toEqual(['app-not-reading']);
  });
});
