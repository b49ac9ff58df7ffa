import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, dumpsOf, grew, NOTHING_OPEN, type Samples, socketRow, told } from '../contextFixture.ts';
import { tcpSpuriousRto } from './tcp-spurious-rto.ts';

const TIMEOUTS = 'transport.tcpExt.tcpTimeouts';
const SPURIOUS = 'transport.tcpExt.tcpSpuriousRTOs';
const UNDONE = 'transport.tcpExt.tcpLossUndo';
const BASE = { 'transport.tcp.retransSegs': grew(10), 'transport.tcpExt.tcpOrigDataSent': grew(1000) };
const USUAL = { 'net.ipv4.tcp_rto_min_us': '200000', 'net.ipv4.tcp_frto': '2' };
const findings = (samples: Samples, tunables: Record<string, string> = USUAL, open = false) =>
  told(tcpSpuriousRto, contextOf({ ...BASE, ...samples }, { tunables }), open ? new Set(['host']) : NOTHING_OPEN);

describe('tcp-spurious-rto', () => {
  it('warns above 20 % and clears below 10 %', () => {
    expect(findings({ [TIMEOUTS]: grew(10), [SPURIOUS]: grew(2) })).toEqual([]);
    expect(findings({ [TIMEOUTS]: grew(10), [SPURIOUS]: grew(3) })[0]).toMatchObject({
      severity: 'warning',
      changes: [],
      arithmetic: '',
    });
    expect(findings({ [TIMEOUTS]: grew(10), [UNDONE]: grew(3) })).toHaveLength(1);
    expect(findings({ [TIMEOUTS]: grew(20), [SPURIOUS]: grew(3) }, USUAL, true)).toHaveLength(1);
    expect(findings({ [TIMEOUTS]: grew(20), [SPURIOUS]: grew(2) }, USUAL, true)).toEqual([]);
  });

  it('wants twenty of them', () => {
    expect(findings({ [TIMEOUTS]: grew(19, 1), [SPURIOUS]: grew(19, 1) })).toEqual([]);
    expect(findings({ [TIMEOUTS]: grew(20, 1), [SPURIOUS]: grew(20, 1) })).toHaveLength(1);
    expect(findings({ [TIMEOUTS]: grew(50, 5, 5), [SPURIOUS]: grew(50, 5, 5) })).toEqual([]);
  });

  it('puts back the patience that somebody took away', () => {
    const samples = { [TIMEOUTS]: grew(10), [SPURIOUS]: grew(5) };
    const [finding] = findings(samples, { 'net.ipv4.tcp_rto_min_us': '5000', 'net.ipv4.tcp_frto': '0' });
    expect(changesIn(finding)).toEqual(['net.ipv4.tcp_rto_min_us=200000', 'net.ipv4.tcp_frto=2']);
    expect(finding?.arithmetic).toContain('where 5000 µs may be less');
    expect(changesIn(findings(samples, { ...USUAL, 'net.ipv4.tcp_rto_min_us': '300000' })[0])).toEqual([]);
    expect(changesIn(findings(samples, {})[0])).toEqual([]);
  });

  it('looks for no path within this host', () => {
    const found = (remote: string) => {
      const looks = [1, 90].map((retransTotal) => [socketRow({ remote, retransTotal })]);
      const samples = { ...BASE, [TIMEOUTS]: grew(10), [SPURIOUS]: grew(5) };
      return told(tcpSpuriousRto, contextOf(samples, { sockets: dumpsOf('senders', looks) }))[0];
    };
    expect(found('::1')?.where).toBe('connections within this host, most of it to ::1');
    expect(found('::1')?.actions).toEqual([expect.stringMatching(/^Both ends are on this host: round trips jump/)]);
    expect(found('192.0.2.1')?.actions[0]).toMatch(/^Where single paths jump/);
  });
});
