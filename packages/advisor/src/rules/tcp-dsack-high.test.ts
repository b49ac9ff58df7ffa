import { describe, expect, it } from 'vitest';
import { contextOf, dumpsOf, grew, NOTHING_OPEN, type Samples, socketRow, told } from '../contextFixture.ts';
import { tcpDsackHigh } from './tcp-dsack-high.ts';

const AGAIN = 'transport.tcp.retransSegs';
const DATA = 'transport.tcpExt.tcpOrigDataSent';
const SEGMENTS = 'transport.tcpExt.tcpdsackRecvSegs';
const REPORTS = 'transport.tcpExt.tcpdsackRecv';
const findings = (samples: Samples, open = false) =>
  told(tcpDsackHigh, contextOf({ [DATA]: grew(500), ...samples }), open ? new Set(['host']) : NOTHING_OPEN);

describe('tcp-dsack-high', () => {
  it('speaks above 30 % of what was sent again, and until below 15 %', () => {
    expect(findings({ [AGAIN]: grew(10), [SEGMENTS]: grew(3) })).toEqual([]);
    expect(findings({ [AGAIN]: grew(10), [SEGMENTS]: grew(4) })[0]).toMatchObject({ severity: 'info', changes: [] });
    expect(findings({ [AGAIN]: grew(10), [REPORTS]: grew(4) })).toHaveLength(1);
    expect(findings({ [AGAIN]: grew(10), [SEGMENTS]: grew(2) }, true)).toHaveLength(1);
    expect(findings({ [AGAIN]: grew(100), [SEGMENTS]: grew(15) }, true)).toEqual([]);
  });

  it('wants fifty of them, and a part of the traffic that matters', () => {
    expect(findings({ [AGAIN]: grew(49, 1), [SEGMENTS]: grew(49, 1), [DATA]: grew(100) })).toEqual([]);
    expect(findings({ [AGAIN]: grew(50, 1), [SEGMENTS]: grew(50, 1), [DATA]: grew(100) })).toHaveLength(1);
    expect(findings({ [AGAIN]: grew(4), [SEGMENTS]: grew(4), [DATA]: grew(1000) })).toEqual([]);
  });

  it('looks for no way back within this host', () => {
    const actionsFor = (remote: string) => {
      const looks = [1, 90].map((retransTotal) => [socketRow({ remote, retransTotal })]);
      const samples = { [DATA]: grew(500), [AGAIN]: grew(10), [SEGMENTS]: grew(4) };
      return told(tcpDsackHigh, contextOf(samples, { sockets: dumpsOf('senders', looks) }))[0]?.actions.join(' ');
    };
    expect(actionsFor('127.0.0.1')).toMatch(/^Both ends are on this host: .*"cat \/proc\/pressure\/cpu"\.$/);
    expect(actionsFor('192.0.2.1')).toMatch(/^Look at the way back: /);
  });
});
