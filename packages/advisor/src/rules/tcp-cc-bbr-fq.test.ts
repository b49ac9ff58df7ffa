import type { SocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, dumpsOf, grew, NOTHING_OPEN, socketRow, told } from '../contextFixture.ts';
import { tcpCcBbrFq } from './tcp-cc-bbr-fq.ts';

/** Ten looks, a second apart; each sends 100 segments. */
function looksAt(againPerLook: number, more: Partial<SocketRow> = {}, looks = 11): SocketRow[][] {
  return Array.from({ length: looks }, (_, n) => [
    socketRow({
      congestionControl: 'cubic',
      minRttUs: 40_000,
      mssBytes: 1448,
      bytesAcked: 1000 + n * 144_800,
      retransTotal: 50 + n * againPerLook,
      deliveryRateBytesPerSecond: 145_000,
      limit: 'network',
      process: 'rsync',
      pid: 7,
      ...more,
    }),
  ]);
}
const findings = (looks: SocketRow[][], control = 'cubic', open = false) =>
  told(
    tcpCcBbrFq,
    contextOf({}, { sockets: dumpsOf('senders', looks), tunables: { 'net.ipv4.tcp_congestion_control': control } }),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

describe('tcp-cc-bbr-fq', () => {
  it('proposes bbr above 1.5 % of loss, and clears below 0.5 %', () => {
    expect(findings(looksAt(1))).toEqual([]);
    const [finding] = findings(looksAt(2));
    expect(finding).toMatchObject({
      severity: 'warning',
      title: 'cubic takes 2.00 % of random loss for a full path, and crawls',
      where: '1 connection, most lost by rsync (pid 7) to 10.0.0.9:873',
    });
    expect(changesIn(finding)).toEqual(['net.ipv4.tcp_congestion_control=bbr']);
    // 1448 B / 40 ms x 1.22 / sqrt(0.02) = 312 kB/s.
    expect(finding?.arithmetic).toContain('1448 bytes / 40.0 ms x 1.22 / √0.020 = 2.50 Mbit/s for cubic');
    expect(findings(looksAt(1), 'cubic', true)).toHaveLength(1);
    expect(findings(looksAt(0.5), 'cubic', true)).toEqual([]);
  });

  it('says nothing of near peers, of bbr, of connections that something else holds back, and of broken paths', () => {
    expect(findings(looksAt(2, { minRttUs: 19_999 }))).toEqual([]);
    expect(findings(looksAt(2, { congestionControl: 'bbr' }))).toEqual([]);
    expect(findings(looksAt(2, { limit: 'receiver' }))).toEqual([]);
    expect(findings(looksAt(2, { minRttUs: undefined }))).toEqual([]);
    expect(findings(looksAt(21))).toEqual([]);
    expect(findings(looksAt(20))).toHaveLength(1);
  });

  it('wants eight seconds, and traffic enough to tell', () => {
    expect(findings(looksAt(5, {}, 8))).toEqual([]);
    expect(findings(looksAt(5, {}, 9))).toHaveLength(1);
    expect(findings(looksAt(5, { mssBytes: 8000 }))).toEqual([]);
  });

  it('looks at no connection while the host sends next to nothing again', () => {
    const with60s = (again: number) =>
      told(
        tcpCcBbrFq,
        contextOf(
          { 'transport.tcp.retransSegs': grew(again, 1) },
          { sockets: dumpsOf('senders', looksAt(3)), tunables: { 'net.ipv4.tcp_congestion_control': 'cubic' } },
        ),
        NOTHING_OPEN,
      );
    expect(with60s(9)).toEqual([]);
    expect(with60s(10)).toHaveLength(1);
  });

  it('leaves a control that the program chose to the program', () => {
    const [finding] = findings(looksAt(3), 'bbr');
    expect(finding).toMatchObject({ changes: [], arithmetic: '' });
    expect(finding?.actions[1]).toBe(
      'The program chose cubic itself (TCP_CONGESTION): let it choose bbr. The kernel has bbr: it is what this host uses otherwise (net.ipv4.tcp_congestion_control).',
    );
  });
});
