import { describe, expect, it } from 'vitest';
import { contextOf, dumpsOf, grew, NOTHING_OPEN, type Samples, socketRow, told } from '../contextFixture.ts';
import { tcpRetransHigh } from './tcp-retrans-high.ts';

const AGAIN = 'transport.tcp.retransSegs';
const DATA = 'transport.tcpExt.tcpOrigDataSent';
const SYN = 'transport.tcpExt.tcpSynRetrans';
const TIMEOUTS = 'transport.tcpExt.tcpTimeouts';
const findings = (samples: Samples, open = false, looks: Parameters<typeof dumpsOf>[1] = []) =>
  told(
    tcpRetransHigh,
    contextOf(samples, { sockets: dumpsOf('senders', looks) }),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

describe('tcp-retrans-high', () => {
  it('warns above 1 %, is critical above 5 %, and clears below 0.5 %', () => {
    expect(findings({ [DATA]: grew(1000), [AGAIN]: grew(10) })).toEqual([]);
    expect(findings({ [DATA]: grew(1000), [AGAIN]: grew(11) })[0]).toMatchObject({
      severity: 'warning',
      title: '1.10 % of what TCP sends has to be sent again',
      changes: [],
    });
    expect(findings({ [DATA]: grew(1000), [AGAIN]: grew(51) })[0]?.severity).toBe('critical');
    expect(findings({ [DATA]: grew(1000), [AGAIN]: grew(6) }, true)).toHaveLength(1);
    expect(findings({ [DATA]: grew(1000), [AGAIN]: grew(5) }, true)).toEqual([]);
  });

  it('does not count SYNs, and wants traffic enough to tell', () => {
    expect(findings({ [DATA]: grew(1000), [AGAIN]: grew(30), [SYN]: grew(20) })).toEqual([]);
    expect(findings({ [DATA]: grew(16), [AGAIN]: grew(5) })).toEqual([]);
    expect(findings({ [DATA]: grew(1000, 1), [AGAIN]: grew(19, 1) })).toEqual([]);
    expect(findings({ [DATA]: grew(1000, 1), [AGAIN]: grew(20, 1) })).toHaveLength(1);
    expect(findings({ [DATA]: grew(1000, 5, 5), [AGAIN]: grew(50, 5, 5) })).toEqual([]);
  });

  it('names the peer that nearly all of it went to', () => {
    const to = (remote: string, retransTotal: number) => socketRow({ remote, retransTotal, cookie: remote });
    const [finding] = findings({ [DATA]: grew(1000), [AGAIN]: grew(20) }, false, [
      [to('192.0.2.1', 100), to('192.0.2.2', 7)],
      [to('192.0.2.1', 190), to('192.0.2.2', 17)],
    ]);
    expect(finding).toMatchObject({
      confidence: 'high',
      where: 'most to 192.0.2.1: 90.0 % of what the busiest connections to 2 peers sent again, then 192.0.2.2',
    });
    expect(finding?.actions[0]).toContain('It is one path: follow it with "mtr 192.0.2.1"');
  });

  it('names no path when several lose, and says when it is timeouts', () => {
    const to = (remote: string, retransTotal: number) => socketRow({ remote, retransTotal, cookie: remote });
    const [finding] = findings({ [DATA]: grew(1000), [AGAIN]: grew(30), [TIMEOUTS]: grew(11) }, false, [
      [to('192.0.2.1', 0), to('192.0.2.2', 0)],
      [to('192.0.2.1', 50), to('192.0.2.2', 50)],
    ]);
    expect(finding?.actions[0]).toContain('Follow the path to the peers');
    expect(finding?.actions[1]).toContain('Many of them are timeouts');
  });

  it('is silent where the kernel does not count', () => {
    expect(findings({ [AGAIN]: grew(100) })).toEqual([]);
  });
});
