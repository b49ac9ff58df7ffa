import type { SocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, dumpsOf, NOTHING_OPEN, socketRow, told } from '../contextFixture.ts';
import { tcpMtuBlackhole } from './tcp-mtu-blackhole.ts';

const stuck = (cookie: string, more: Partial<SocketRow> = {}) =>
  socketRow({
    cookie,
    mssBytes: 1448,
    bytesAcked: 518,
    sendQ: 20_000,
    unanswered: 2,
    process: 'curl',
    pid: 7,
    lastDataRecvMs: 4000,
    ...more,
  });
const findings = (rows: readonly SocketRow[], probing = '0', open = false, senders = [socketRow({ cookie: 'z' })]) => {
  const sockets = dumpsOf('senders', [senders]).map((dump) => ({ ...dump, stuck: rows }));
  const context = contextOf({}, { sockets, tunables: { 'net.ipv4.tcp_mtu_probing': probing } });
  return told(tcpMtuBlackhole, context, open ? new Set(['host']) : NOTHING_OPEN);
};

describe('tcp-mtu-blackhole', () => {
  it('fires for three connections at once, and clears when none is left', () => {
    expect(findings([stuck('a'), stuck('b')])).toEqual([]);
    const [finding] = findings([stuck('a'), stuck('b', { remote: '10.0.0.8' }), stuck('c')]);
    expect(finding).toMatchObject({
      severity: 'critical',
      confidence: 'high',
      where: 'curl (pid 7) to 10.0.0.9, 10.0.0.8; the last data from 10.0.0.9 came 4 s ago',
    });
    expect(changesIn(finding)).toEqual(['net.ipv4.tcp_mtu_probing=1']);
    expect(findings([stuck('a'), stuck('b'), stuck('c')])[0]?.confidence).toBe('medium');
    expect(findings([stuck('a')], '0', true)).toHaveLength(1);
    expect(findings([], '0', true)).toEqual([]);
  });

  it('names each program with its own peers, the first few', () => {
    const of = (pid: number) => stuck(`p${pid}`, { pid, remote: `10.0.0.${pid}` });
    expect(findings([of(2), of(3), of(4), of(5)])[0]?.where).toBe(
      'curl (pid 2) to 10.0.0.2; curl (pid 3) to 10.0.0.3; curl (pid 4) to 10.0.0.4; and 1 more; the last data from 10.0.0.2 came 4 s ago',
    );
  });

  it.each<[string, Partial<SocketRow>]>([
    ['that carried more before their peer went away', { bytesAcked: 1448 }],
    ['that wait for small segments only', { sendQ: 1447 }],
    ['whose segments are small', { mssBytes: 999, sendQ: 999 }],
    ['with one timeout', { unanswered: 1 }],
    ['of which little is known', { bytesAcked: undefined }],
  ])('is silent about connections %s', (_, more) => {
    expect(findings([stuck('a', more), stuck('b', more), stuck('c', more)])).toEqual([]);
  });

  it('with probing on it waits until the kernel has had its chance, and proposes nothing', () => {
    const rows = (unanswered: number) => ['a', 'b', 'c'].map((cookie) => stuck(cookie, { unanswered }));
    expect(findings(rows(5), '1')).toEqual([]);
    expect(findings(rows(6), '1')[0]).toMatchObject({ changes: [], arithmetic: '' });
  });

  it('guesses when nobody gets anything through, and only where several peers do not answer', () => {
    const rows = ['a', 'b', 'c', 'd'].map((cookie) => stuck(cookie));
    const apart = [...rows, stuck('e', { remote: '10.0.0.8' })];
    for (const others of [[], [socketRow({ remote: '127.0.0.1' })]]) {
      expect(findings(rows, '0', false, others)).toEqual([]);
      const [finding] = findings(apart, '0', false, others);
      expect(finding?.confidence).toBe('low');
      expect(finding?.why).toContain('it may also be an outage');
    }
    expect(findings(apart)[0]?.why).not.toContain('outage');
  });

  it('is silent in an outage, when those are stuck too that had carried more', () => {
    const rows = ['a', 'b', 'c', 'd'].map((cookie) => stuck(cookie));
    expect(findings(rows)).toHaveLength(1);
    expect(findings([...rows, stuck('e', { bytesAcked: 9e6 })])).toHaveLength(1);
    expect(findings([...rows, stuck('e', { bytesAcked: 9e6 }), stuck('f', { bytesAcked: 9e6 })])).toEqual([]);
  });

  it('is silent without dumps', () => {
    expect(told(tcpMtuBlackhole, contextOf({}), NOTHING_OPEN)).toEqual([]);
  });

  it('blames no path for connections within this host, whose data a full accept queue throws away', () => {
    const within = ['a', 'b', 'c'].map((cookie) => stuck(cookie, { local: '10.0.0.1', remote: '10.0.0.1' }));
    expect(findings(within)).toEqual([]);
    const out = ['d', 'e', 'f'].map((cookie) => stuck(cookie));
    expect(findings([...within, ...out])).toHaveLength(1);
  });
});
