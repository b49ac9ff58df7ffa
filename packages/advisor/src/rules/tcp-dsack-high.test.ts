import { describe, expect, it } from 'vitest';
import { contextOf, grew, NOTHING_OPEN, type Samples, told } from '../contextFixture.ts';
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
});
