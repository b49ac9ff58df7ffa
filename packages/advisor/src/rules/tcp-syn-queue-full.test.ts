import { describe, expect, it } from 'vitest';
import { advise } from '../advise.ts';
import { AdviceBook } from '../book.ts';
import {
  changesIn,
  contextOf,
  dumpsOf,
  grew,
  labelled,
  NOTHING_OPEN,
  type Samples,
  SHORT_OF_MEMORY,
  socketRow,
  told,
} from '../contextFixture.ts';
import { tcpSynQueueFull } from './tcp-syn-queue-full.ts';

const DROPPED = 'socket.tcpExt.tcpReqQFullDrop';
const COOKIES = 'socket.tcpExt.tcpReqQFullDoCookies';
const SENT = 'transport.tcpExt.syncookiesSent';
const BACK = 'transport.tcpExt.syncookiesRecv';
const OPENS = 'transport.tcp.passiveOpens';
const HALF_OPEN = labelled('socket.sockets.count', { protocol: 'tcp', state: 'syn-recv' });

const listener = (backlog: number, localPort = 80) =>
  socketRow({
    state: 'listen',
    local: '0.0.0.0',
    localPort,
    sendQ: backlog,
    process: 'nginx',
    pid: 7,
    cookie: `l${localPort}`,
  });
const findings = (
  samples: Samples,
  { tunables = {}, listeners = [listener(128)], open = false } = {} as {
    tunables?: Record<string, string>;
    listeners?: ReturnType<typeof listener>[];
    open?: boolean;
  },
) =>
  told(
    tcpSynQueueFull,
    contextOf(
      { [DROPPED]: grew(0), ...samples },
      {
        tunables: { 'net.ipv4.tcp_syncookies': '1', 'net.core.somaxconn': '4096', ...tunables },
        sockets: dumpsOf('listeners', [listeners]),
      },
    ),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

describe('tcp-syn-queue-full', () => {
  it('fires above 60 SYNs a minute and clears after a minute without', () => {
    expect(findings({ [DROPPED]: grew(1) })).toEqual([]);
    expect(findings({ [DROPPED]: grew(1.1) })).toHaveLength(1);
    expect(findings({ [DROPPED]: grew(1, 1) }, { open: true })).toHaveLength(1);
    expect(findings({ [DROPPED]: grew(0) }, { open: true })).toEqual([]);
  });

  it('is critical when SYNs are dropped, and switches cookies on', () => {
    const [finding] = findings(
      { [DROPPED]: grew(5), [HALF_OPEN]: 128 },
      { tunables: { 'net.ipv4.tcp_syncookies': '0' } },
    );
    expect(finding).toMatchObject({
      severity: 'critical',
      confidence: 'high',
      title: 'New connections are dropped: the queue of half-open connections is full',
      where: 'nginx (pid 7) on :80, backlog 128',
    });
    expect(changesIn(finding)).toEqual(['net.ipv4.tcp_syncookies=1']);
    expect(finding?.actions[0]).toContain('from 128 to 256');
  });

  it('is no longer critical once cookies take over from drops', () => {
    const until = (secondsAgo: number) =>
      [...grew(0, 0, 60), ...grew(10, 60 - secondsAgo, 60 - secondsAgo)].concat(
        Array.from({ length: secondsAgo - 1 }, () => 1000 + 10 * (60 - secondsAgo)),
      );
    expect(until(20)).toHaveLength(121);
    expect(findings({ [DROPPED]: until(10), [COOKIES]: grew(10, 10) })[0]?.severity).toBe('critical');
    expect(findings({ [DROPPED]: until(20), [COOKIES]: grew(10, 20) })[0]?.severity).toBe('warning');
    expect(findings({ [DROPPED]: until(20), [COOKIES]: grew(0) })[0]?.severity).toBe('critical');
  });

  it('raises somaxconn where that cut the backlog', () => {
    const samples = { [COOKIES]: grew(20), [SENT]: grew(20), [BACK]: grew(19), [OPENS]: grew(100), [HALF_OPEN]: 16 };
    const [finding] = findings(samples, { tunables: { 'net.core.somaxconn': '16' }, listeners: [listener(16)] });
    expect(finding).toMatchObject({
      severity: 'warning',
      title: 'The queue of half-open connections is full, and clients get in by SYN cookies only',
      arithmetic:
        "2 x 100 connections a second x 1 s of handshake, at least twice the present 16, as a power of two: 256; at least the kernel's own default: 4096",
    });
    expect(finding?.why).toContain('Of the cookies sent, 95.0 % came back');
    expect(changesIn(finding)).toEqual(['net.core.somaxconn=4096']);
  });

  it('suspects only listeners whose backlog can have been full, the smallest first', () => {
    const samples = { [COOKIES]: grew(20), [HALF_OPEN]: 200 };
    const [finding] = findings(samples, { listeners: [listener(511, 81), listener(128, 82), listener(64, 83)] });
    expect(finding?.where).toBe('nginx (pid 7) on :83, backlog 64; nginx (pid 7) on :82, backlog 128');
    expect(finding?.confidence).toBe('medium');
    expect(finding?.changes).toEqual([]);
  });

  it('takes cookies that nobody answers for a flood, and proposes no setting', () => {
    const flooded = { [COOKIES]: grew(500), [SENT]: grew(500), [BACK]: grew(49), [HALF_OPEN]: 128 };
    const [flood] = findings({ ...flooded, [OPENS]: grew(0) });
    expect(flood).toMatchObject({
      title: 'A flood of SYNs fills the queue of half-open connections; no client is seen to get in',
      changes: [],
      arithmetic: '',
      why: expect.stringContaining('No listener of this host accepted a connection meanwhile'),
    });
    expect(flood?.actions[0]).toContain('Leave net.ipv4.tcp_syncookies at 1');
    // What a longer queue would do is not told of a flood.
    expect(flood?.expectedEffect).toContain('Real clients get in by cookies');
    expect(flood?.notWhen).not.toContain('flood');
    const [served] = findings({ ...flooded, [OPENS]: grew(12) });
    expect(served).toMatchObject({
      title: 'A flood of SYNs fills the queue of half-open connections; clients still get in by SYN cookies',
      why: expect.stringContaining('accepted 12/s connections meanwhile'),
    });
    const [rush] = findings({ [COOKIES]: grew(500), [SENT]: grew(500), [BACK]: grew(50), [OPENS]: grew(50) });
    expect(rush?.title).toContain('cookies only');
  });

  it('goes by the value of now: cookies that were switched off again are proposed at once', () => {
    const flooded = { [COOKIES]: grew(500), [SENT]: grew(500), [BACK]: grew(0), [HALF_OPEN]: 64, [OPENS]: grew(0) };
    const [off] = findings(flooded, { tunables: { 'net.ipv4.tcp_syncookies': '0' }, open: true });
    expect(off).toMatchObject({
      severity: 'critical',
      title: 'New connections are dropped: the queue of half-open connections is full',
    });
    expect(changesIn(off)).toEqual(['net.ipv4.tcp_syncookies=1']);
    expect(off?.actions.join(' ')).not.toContain('Leave net');
  });

  it('does not count cookies that are sent always', () => {
    expect(findings({ [COOKIES]: grew(50) }, { tunables: { 'net.ipv4.tcp_syncookies': '2' } })).toEqual([]);
  });

  it('raises nothing while memory is short, and names nobody without a dump', () => {
    const tunables = { 'net.core.somaxconn': '16' };
    const samples = { [COOKIES]: grew(20), [HALF_OPEN]: 16, ...SHORT_OF_MEMORY };
    expect(findings(samples, { tunables, listeners: [listener(16)] })[0]?.changes).toEqual([]);
    const [finding] = findings({ [COOKIES]: grew(20) }, { listeners: [] });
    expect(finding?.where).toBe('a listener that was not caught while its queue was full');
  });

  it('waits for ten seconds of history', () => {
    expect(findings({ [DROPPED]: grew(100, 5, 5) })).toEqual([]);
  });

  it('goes on proposing what the highest second needed while it is open', () => {
    const book = new AdviceBook();
    const proposed = (opens: number) => {
      const context = contextOf(
        { [DROPPED]: grew(2), [OPENS]: grew(opens), [HALF_OPEN]: 4096 },
        { tunables: { 'net.core.somaxconn': '4096' }, sockets: dumpsOf('listeners', [[listener(4096)]]) },
      );
      return advise(book, context, 0, [tcpSynQueueFull]).advice[0]?.changes[0]?.proposed;
    };
    expect([6000, 6000, 3000].map(proposed)).toEqual([undefined, '16384', '16384']);
  });
});
