import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, labelled, NOTHING_OPEN, told } from '../contextFixture.ts';
import { tcpFinWait2 } from './tcp-fin-wait2.ts';

const HALF_CLOSED = labelled('socket.sockets.count', { protocol: 'tcp', state: 'fin-wait-2' });
const findings = (halfClosed: number, all: number, { seconds = '60', open = false } = {}) =>
  told(
    tcpFinWait2,
    contextOf(
      { [HALF_CLOSED]: halfClosed, 'socket.tcp.sockets': all },
      { tunables: { 'net.ipv4.tcp_fin_timeout': seconds } },
    ),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

describe('tcp-fin-wait2', () => {
  it('speaks of five hundred that are more than a tenth, and until a twentieth', () => {
    expect(findings(499, 1000)).toEqual([]);
    expect(findings(500, 5000)).toEqual([]);
    expect(findings(500, 4999)[0]).toMatchObject({
      severity: 'info',
      title: '500 connections were closed here, and their peers do not close theirs',
    });
    expect(findings(251, 5000, { open: true })).toHaveLength(1);
    expect(findings(250, 5000, { open: true })).toEqual([]);
    expect(findings(99, 200, { open: true })).toEqual([]);
  });

  it('halves a long timeout, and leaves a short one', () => {
    const [finding] = findings(1000, 2000);
    expect(changesIn(finding)).toEqual(['net.ipv4.tcp_fin_timeout=30']);
    expect(finding?.arithmetic).toBe('60 s -> 30 s: at the same rate of closing 500 instead of 1.00k');
    expect(findings(1000, 2000, { seconds: '30' })[0]).toMatchObject({ changes: [], arithmetic: '' });
    expect(findings(1000, 2000, { seconds: '' })[0]?.changes).toEqual([]);
  });
});
