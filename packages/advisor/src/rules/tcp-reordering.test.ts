import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, dumpsOf, grew, NOTHING_OPEN, type Samples, socketRow, told } from '../contextFixture.ts';
import { tcpReordering } from './tcp-reordering.ts';

const DATA = 'transport.tcpExt.tcpOrigDataSent';
const AGAIN = 'transport.tcp.retransSegs';
const SACK = 'transport.tcpExt.tcpsackReorder';
const TS = 'transport.tcpExt.tcptsReorder';
const findings = (samples: Samples, recovery = '1', open = false) =>
  told(
    tcpReordering,
    contextOf({ [AGAIN]: grew(3), ...samples }, { tunables: { 'net.ipv4.tcp_recovery': recovery } }),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

describe('tcp-reordering', () => {
  it('warns above 0.5 % and clears below 0.2 %', () => {
    expect(findings({ [DATA]: grew(1000), [SACK]: grew(5) })).toEqual([]);
    const [finding] = findings({ [DATA]: grew(1000), [SACK]: grew(5), [TS]: grew(1) });
    expect(finding).toMatchObject({ severity: 'warning', changes: [] });
    expect(finding?.why).toContain('found 360 times, on 60.0k segments');
    expect(findings({ [DATA]: grew(1000), [SACK]: grew(3) }, '1', true)).toHaveLength(1);
    expect(findings({ [DATA]: grew(1000), [SACK]: grew(2) }, '1', true)).toEqual([]);
  });

  it('wants traffic enough to tell', () => {
    expect(findings({ [DATA]: grew(10), [SACK]: grew(1) })).toEqual([]);
    expect(findings({ [DATA]: grew(100), [SACK]: grew(19, 1) })).toEqual([]);
    expect(findings({ [DATA]: grew(30), [SACK]: grew(20, 1) })).toHaveLength(1);
    expect(findings({ [DATA]: grew(1000, 5, 5), [SACK]: grew(50, 5, 5) })).toEqual([]);
  });

  it('switches detection by time on where it is off', () => {
    const samples = { [DATA]: grew(1000), [SACK]: grew(50) };
    expect(changesIn(findings(samples, '0')[0])).toEqual(['net.ipv4.tcp_recovery=1']);
    expect(changesIn(findings(samples, '3')[0])).toEqual([]);
  });

  it('looks for no network within this host', () => {
    const found = (remote: string) => {
      const looks = [1, 90].map((retransTotal) => [socketRow({ remote, retransTotal })]);
      const samples = { [DATA]: grew(1000), [AGAIN]: grew(30), [SACK]: grew(50) };
      return told(tcpReordering, contextOf(samples, { sockets: dumpsOf('senders', looks) }))[0];
    };
    expect(found('127.0.0.1')?.where).toBe('connections within this host, most of it to 127.0.0.1');
    expect(found('127.0.0.1')?.actions[0]).toMatch(/^Both ends are on this host, so that no network spreads/);
    expect(found('192.0.2.1')?.where).toBe('most of it to 192.0.2.1');
    expect(found('192.0.2.1')?.actions[0]).toMatch(/^Look for what spreads the packets/);
  });
});
