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
      title: '1.10 % of the data that TCP sends has to be sent again',
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
    expect(finding?.actions[0]).toContain('Most of it is on one path: follow it with "mtr 192.0.2.1"');
  });

  it('names no path when several lose, and says when it is timeouts', () => {
    const to = (remote: string, retransTotal: number) => socketRow({ remote, retransTotal, cookie: remote });
    const [finding] = findings({ [DATA]: grew(1000), [AGAIN]: grew(30), [TIMEOUTS]: grew(11) }, false, [
      [to('192.0.2.1', 0), to('192.0.2.2', 0)],
      [to('192.0.2.1', 50), to('192.0.2.2', 50)],
    ]);
    expect(finding?.actions[0]).toContain('Follow the path to their peers with "mtr"');
    expect(finding?.actions[1]).toContain('Many of them are timeouts');
  });

  it('sends nobody along a path within this host', () => {
    const to = (remote: string, retransTotal: number) =>
      socketRow({ local: remote, remote, retransTotal, cookie: remote });
    for (const here of ['127.0.0.1', '10.0.0.1']) {
      const [finding] = findings({ [DATA]: grew(1000), [AGAIN]: grew(20) }, false, [
        [to(here, 100), socketRow({ cookie: 'b' })],
        [to(here, 190), socketRow({ cookie: 'b' })],
      ]);
      expect(finding?.actions[0]).toContain('Both ends are on this host, so that there is no path to follow');
      expect(finding?.actions.join()).not.toContain('mtr');
    }
  });

  it('counts no timeouts of handshakes among those of data', () => {
    const why = (syn: number, timeouts: number) =>
      findings({ [DATA]: grew(1000), [AGAIN]: grew(30 + syn), [SYN]: grew(syn), [TIMEOUTS]: grew(timeouts) })[0];
    expect(why(10, 22)?.why).toContain('1.80k of 60.0k segments with data were sent again, 720 times after a timeout.');
    expect(why(20, 31)?.why).toContain(
      '1.80k of 60.0k segments with data were sent again; how many of them after a timeout is not known',
    );
    expect(why(20, 31)?.actions).toHaveLength(1);
    expect(why(20, 31)?.evidence.map(({ metric }) => metric)).toEqual([AGAIN, DATA, SYN]);
  });

  it('is silent where the kernel does not count', () => {
    expect(findings({ [AGAIN]: grew(100) })).toEqual([]);
  });
});

describe('a full accept queue of this host', () => {
  const OVERFLOWS = 'socket.tcpExt.listenOverflows';
  const lossy = { [DATA]: grew(1000), [AGAIN]: grew(20), [OVERFLOWS]: grew(20) };
  const full = socketRow({ state: 'listen', local: '127.0.0.1', recvQ: 9, sendQ: 8, cookie: 'l' });
  const asked = (samples: Samples, sockets: ReturnType<typeof dumpsOf>) =>
    told(tcpRetransHigh, contextOf(samples, { sockets }))[0];
  const listening = (row: Partial<typeof full>) => dumpsOf('listeners', [[{ ...full, ...row }]]);

  it('is the root of what its clients here send again', () => {
    expect(asked(lossy, listening({}))).toMatchObject({
      yieldsTo: ['tcp-listen-overflow'],
      where: 'connections of this host to a listener of its own whose accept queue is full',
    });
    expect(asked(lossy, listening({}))?.actions.join()).not.toContain('mtr');
    const client = socketRow({ remote: '127.0.0.1', unanswered: 3 });
    expect(asked(lossy, dumpsOf('stuck', [[client]]))?.yieldsTo).toEqual(['tcp-listen-overflow']);
  });

  it('is not when it overflowed less often, has room, or serves others', () => {
    expect(asked({ ...lossy, [OVERFLOWS]: grew(19.9) }, listening({}))?.yieldsTo).toBeUndefined();
    expect(asked(lossy, listening({ recvQ: 6 }))?.yieldsTo).toBeUndefined();
    expect(asked(lossy, listening({ local: '0.0.0.0' }))?.yieldsTo).toBeUndefined();
    expect(asked(lossy, dumpsOf('stuck', [[socketRow({ unanswered: 3 })]]))?.yieldsTo).toBeUndefined();
  });

  it('is not while a peer elsewhere has something sent again', () => {
    const sender = (retransTotal: number) => [socketRow({ retransTotal })];
    const dumps = dumpsOf('senders', [sender(0), sender(5)]).map((dump) => ({ ...dump, listeners: [full] }));
    expect(asked(lossy, dumps)).toMatchObject({ where: expect.stringContaining('most to 10.0.0.9') });
    expect(asked(lossy, dumps)?.yieldsTo).toBeUndefined();
  });
});
