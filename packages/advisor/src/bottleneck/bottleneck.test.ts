import {
  type Gauge,
  type Localised,
  localised,
  NO_WORDS,
  type SocketRow,
  type SocketsReport,
  type StackModel,
  sameWords,
  type Trouble,
  type Words,
} from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { adviceOf } from '../adviceFixture.ts';
import { dumpsOf, NOW_MS, socketRow } from '../contextFixture.ts';
import type { Bottleneck } from '../types.ts';
import { disagreements } from '../wordsFixture.ts';
import * as found from './index.ts';
import { listedSockets } from './index.ts';

/** What English readers get, and that no other language says anything else. */
function told<T extends Bottleneck<Words> | undefined>(bottleneck: T): Localised<T> {
  const { sentence, not } = bottleneck ?? { sentence: NO_WORDS, not: NO_WORDS };
  expect([...disagreements(sentence), ...disagreements(not)]).toEqual([]);
  return localised(bottleneck, 'en');
}
const bottleneckOfHost = (...asked: Parameters<typeof found.bottleneckOfHost>) =>
  told(found.bottleneckOfHost(...asked));
const bottleneckOfSocket = (...asked: Parameters<typeof found.bottleneckOfSocket>) =>
  told(found.bottleneckOfSocket(...asked));
const bottleneckOfSockets = (...asked: Parameters<typeof found.bottleneckOfSockets>) =>
  told(found.bottleneckOfSockets(...asked));

/** A download over 40 ms that takes all of a window of 128 KiB in each round trip. */
const RECEIVING: Partial<SocketRow> = {
  limit: 'receive-buffer',
  rcvbuf: 262_144,
  rcvWndBytes: 131_072,
  rcvRttUs: 40_000,
  rttUs: 40_000,
  rxBytesPerSecond: 3_276_800,
};

describe('bottleneckOfSocket', () => {
  it('blames the send buffer as long as advice does, also at a moment when the path is used up', () => {
    const row = socketRow({ limit: 'network', sndbufLimitedShare: 0.38, remote: '10.0.0.6', remotePort: 443 });
    const advice = adviceOf('sock-sndbuf-limited', { subject: '10.0.0.6:443' });
    expect(bottleneckOfSocket(row, [advice])).toMatchObject({ limiter: 'send-buffer' });
    expect(bottleneckOfSocket(row)).toMatchObject({ limiter: 'network' });
    const other = adviceOf('sock-sndbuf-limited', { subject: '10.0.0.7:443' });
    expect(bottleneckOfSocket(row, [other])).toMatchObject({ limiter: 'network' });
    expect(bottleneckOfSocket({ ...row, sndbufLimitedShare: 0.05 }, [advice])).toMatchObject({ limiter: 'network' });
  });

  it.each<[Partial<SocketRow>, string, string]>([
    [
      { limit: 'application', busyShare: 0.04 },
      'application',
      'The program here limits: it had data to send only 4.00 % of the time.',
    ],
    [
      { limit: 'application', busyShare: 0.04, txBytesPerSecond: 2_000_000 },
      'application',
      'The program here limits: it had data to send only 4.00 % of the time.',
    ],
    [
      { limit: 'application', busyShare: 0.01, txBytesPerSecond: 300 },
      'application',
      'Nothing holds it back: its program had data to send only 1.00 % of the time.',
    ],
    [
      { limit: 'application', busyShare: 0, txBytesPerSecond: 0 },
      'application',
      'Nothing holds it back: its program sends nothing.',
    ],
    [
      { limit: 'application', busyShare: 0, txBytesPerSecond: 300 },
      'application',
      'Nothing holds it back: what its program sends leaves at once.',
    ],
    [
      { limit: 'none', state: 'time-wait' },
      'nothing',
      'It is closed: the kernel keeps it for 60 s, for packets that come late.',
    ],
    [
      { limit: 'application', state: 'close-wait', busyShare: 0, txBytesPerSecond: 0 },
      'nothing',
      'The peer has closed, and the program here has not yet.',
    ],
    [
      { limit: 'none', rxBytesPerSecond: 9000 },
      'nothing',
      'Nothing here limits it: its program reads in time the little that comes.',
    ],
    [
      { limit: 'receiver', rwndLimitedShare: 0.43 },
      'peer-window',
      'The peer limits: its receive window kept data back 43.0 % of the time, so it reads too slowly or its buffer is small.',
    ],
    [
      { limit: 'receiver', rwndLimitedShare: 0.2, sndWndBytes: 0, txBytesPerSecond: 0, sendQ: 70_000 },
      'peer-window',
      'The peer limits: its receive window is closed, its program does not read, and 68.4 KiB wait here.',
    ],
    [
      { limit: 'nagle', busyShare: 0.88 },
      'application',
      'The program here limits: it writes in small parts, and a part waits until the one before is acknowledged (Nagle’s algorithm), while buffer and path have room.',
    ],
    [
      { limit: 'network', unanswered: 8, lastAckRecvMs: 105_000, sendQ: 62_240 },
      'network',
      'The path or the peer limits: nothing has been acknowledged for 1 min 45 s, 8 timeouts in a row, and 60.8 KiB wait.',
    ],
    [
      { limit: 'network', cwnd: 12, rttUs: 82_000 },
      'network',
      'The path limits: what it carries and loses decides the pace, with a congestion window of 12 segments and a round trip of 82.0 ms.',
    ],
    [
      { ...RECEIVING, recvQ: 0 },
      'receive-buffer',
      'The receive buffer here limits: its 256 KiB leave a window of 128 KiB, with 128 KiB under way, so that the peer cannot send faster than 26.2 Mbit/s over a round trip of 40.0 ms.',
    ],
    [
      { ...RECEIVING, recvQ: 31_072, rcvWndBytes: 100_000 },
      'receive-buffer',
      'The receive buffer here limits: its 256 KiB leave a window of 128 KiB, with 30.3 KiB unread and 97.7 KiB under way, so that the peer cannot send faster than 26.2 Mbit/s over a round trip of 40.0 ms.',
    ],
    [
      { ...RECEIVING, rcvRttUs: 90_000 },
      'receive-buffer',
      'The receive buffer here limits: its 256 KiB leave a window of 128 KiB, which was used up in several of the last looks.',
    ],
    [
      { ...RECEIVING, limit: 'sender', rcvWndBytes: 1_310_720 },
      'sender',
      'The peer or the path limits: the program here reads what comes in time. The receive window here would let 262 Mbit/s through.',
    ],
    [
      { ...RECEIVING, limit: 'sender', rcvRttUs: 90_000 },
      'sender',
      'The peer or the path limits: the program here reads what comes in time. Whether the receive window here is wide enough cannot be told: the round trip is too short, or is not measured.',
    ],
    [
      { ...RECEIVING, limit: 'sender', rcvWndBytes: undefined },
      'sender',
      'The peer or the path limits: the program here reads what comes in time. Whether the receive window here is wide enough is not known: kernels before 6.2 do not tell it.',
    ],
    [{ limit: 'none' }, 'nothing', 'Nothing limits it now: its queues have room.'],
    [{ limit: 'none', protocol: 'udp', state: 'close' }, 'nothing', 'Nothing limits it now: its queues have room.'],
    [
      { limit: 'none', protocol: 'udp', state: 'close', sendQ: 1280, drops: 3 },
      'link',
      'The layers below limit: 1.25 KiB of what it sent still wait there, in the queue of a device as a rule.',
    ],
    [
      { limit: 'none', protocol: 'udp', state: 'close', drops: 1040 },
      'nothing',
      'Its queues have room at this look, but it has dropped packets: 1.04k packets found no room in its receive buffer since it was made.',
    ],
    [
      { limit: 'none', state: 'listen', recvQ: 1, sendQ: 8 },
      'nothing',
      'Nothing limits it now: 1 connection waits for accept(), the backlog is 8, and its queue has room.',
    ],
    [{ limit: 'unknown' }, 'unknown', 'Not known yet: it takes two looks at the socket, and a kernel from 4.10 on.'],
  ])('%o', (row, limiter, sentence) => {
    expect(bottleneckOfSocket(socketRow(row))).toMatchObject({ limiter, sentence });
  });

  it('says what does not limit, as far as that is known', () => {
    const row = socketRow({ limit: 'network', rwndLimitedShare: 0, sndbufLimitedShare: 0 });
    expect(bottleneckOfSocket(row).not).toBe('Not the window of the peer and not the send buffer.');
    expect(bottleneckOfSocket(socketRow({ limit: 'network', rwndLimitedShare: 0.2 })).not).toBe('');
    expect(bottleneckOfSocket(socketRow({ limit: 'none', rwndLimitedShare: 0 })).not).toBe('');
    const idle = { limit: 'application', busyShare: 0.01, rwndLimitedShare: 0 } as const;
    expect(bottleneckOfSocket(socketRow({ ...idle, txBytesPerSecond: 900 })).not).toBe('');
    expect(bottleneckOfSocket(socketRow({ ...idle, txBytesPerSecond: 900_000 })).not).toBe(
      'Not the window of the peer.',
    );
  });
});

it('a UDP socket is limited by its receive buffer while advice says so of it', () => {
  const row = socketRow({
    limit: 'none',
    protocol: 'udp',
    state: 'close',
    local: '0.0.0.0',
    localPort: 8125,
    drops: 1040,
  });
  const title = { en: 'Bursts overflow the receive buffer of statsd', 'zh-CN': '突发数据溢出 statsd 的接收缓冲区' };
  const adviceAt = (subject: string) => [adviceOf('sock-udp-rcvbuf-errors', { subject, title })];
  expect(bottleneckOfSocket(row, adviceAt('0.0.0.0:8125'))).toMatchObject({
    limiter: 'receive-buffer',
    sentence:
      'Bursts overflow the receive buffer of statsd: 1.04k packets found no room in its receive buffer since it was made.',
  });
  expect(bottleneckOfSocket(row, adviceAt('0.0.0.0:8126')).limiter).toBe('nothing');
});

describe('an accept queue that is full', () => {
  const listener = socketRow({
    state: 'listen',
    limit: 'accept',
    local: '0.0.0.0',
    localPort: 8080,
    remotePort: 0,
    process: 'nginx',
    pid: 42,
    recvQ: 129,
    sendQ: 128,
    fill: 1.01,
    cookie: 'l1',
  });
  const title = { en: 'The backlog of nginx is too small: 128', 'zh-CN': 'nginx 的 backlog 太小：128' };
  const advice = [
    adviceOf('tcp-listen-overflow', { subject: '0.0.0.0:9090', title: sameWords('another one') }),
    adviceOf('tcp-listen-overflow', { subject: '0.0.0.0:8080', title }),
  ];

  it('is to blame on whom the advice about it blames', () => {
    expect(bottleneckOfSocket(listener, advice)).toMatchObject({
      limiter: 'accept-queue',
      confidence: 'high',
      sentence:
        'The backlog of nginx is too small: 128. Connections that find the accept queue on :8080 full are dropped (ListenOverflows), and their clients try again.',
    });
  });

  it('has its clients reset where the kernel is told to, until that is changed', () => {
    const reset = adviceOf('setting-tcp-abort-on-overflow');
    expect(bottleneckOfSocket(listener, [...advice, reset]).sentence).toBe(
      'The backlog of nginx is too small: 128. Connections that find the accept queue on :8080 full are reset (net.ipv4.tcp_abort_on_overflow).',
    );
    const changed = { ...reset, applied: { changeId: 'c1', state: 'quiet' } } as const;
    expect(bottleneckOfSocket(listener, [...advice, changed]).sentence).toContain('and their clients try again.');
  });

  it('names the address once', () => {
    const stopped = adviceOf('tcp-listen-overflow', {
      subject: '0.0.0.0:8080',
      title: { en: 'nginx has stopped accepting connections on :8080', 'zh-CN': 'nginx 在 :8080 上已停止接受连接' },
    });
    expect(bottleneckOfSocket(listener, [stopped]).sentence).toBe(
      'nginx has stopped accepting connections on :8080. Connections that find the accept queue full are dropped (ListenOverflows), and their clients try again.',
    );
  });

  it('is what limits between two bursts too, while the advice stands', () => {
    const between = { ...listener, limit: 'none', recvQ: 3 } as const;
    expect(bottleneckOfSockets([between], advice)?.sentence).toBe(
      'The backlog of nginx is too small: 128. Connections that find the accept queue on :8080 full are dropped (ListenOverflows), and their clients try again.',
    );
    expect(bottleneckOfSocket(between)).toMatchObject({ limiter: 'nothing' });
  });

  it('is to blame on nobody before', () => {
    expect(bottleneckOfSocket(listener, [adviceOf('app-not-reading', { subject: '0.0.0.0:8080' })])).toMatchObject({
      limiter: 'accept-queue',
      confidence: 'medium',
      sentence:
        'The accept queue of nginx (pid 42) on :8080 is full: 129 connections wait for accept(), and the backlog is 128. A few looks more tell whether the program or the length of the queue is to blame.',
    });
  });

  it('is that of the most urgent advice, where several are full', () => {
    const fuller = { ...listener, localPort: 9999, fill: 9, cookie: 'l2' };
    expect(bottleneckOfSockets([fuller, listener], advice)?.sentence).toBe(
      'The backlog of nginx is too small: 128. Connections that find the accept queue on :8080 full are dropped (ListenOverflows), and their clients try again. 1 more socket waits so.',
    );
    const emptied = { ...listener, recvQ: 0, fill: 0, cookie: 'l3' };
    expect(bottleneckOfSockets([listener, emptied], advice)?.sentence).not.toContain('more socket');
    expect(bottleneckOfSockets([listener, fuller])?.sentence).toMatch(/^The accept queue of nginx \(pid 42\) on :9999/);
  });
});

describe('bottleneckOfSockets', () => {
  const sender = (limit: SocketRow['limit'], txBytesPerSecond: number, cookie: string) =>
    socketRow({ limit, txBytesPerSecond, cookie, process: 'nginx' });

  it('weighs senders by their bytes', () => {
    const rows = [sender('network', 8e6, 'a'), sender('network', 1e6, 'b'), sender('application', 1e6, 'c')];
    expect(bottleneckOfSockets(rows)).toMatchObject({
      limiter: 'network',
      confidence: 'high',
      sentence:
        '90.0 % of 80.0 Mbit/s goes as fast as the path takes it (congestion windows and what is lost); most of it is nginx to 10.0.0.9:873.',
    });
  });

  it('judges what goes over the network, however much more stays within this host', () => {
    const within = { ...sender('application', 9e6, 'a'), local: '127.0.0.1', remote: '127.0.0.1' };
    const out = [sender('receiver', 1e5, 'b'), sender('receiver', 1e5, 'c')];
    expect(bottleneckOfSockets([within, ...out])?.limiter).toBe('peer-window');
    expect(bottleneckOfSockets([within, sender('receiver', 1, 'b')])?.limiter).toBe('application');
  });

  it('names a program that does not accept or read before all that sends', () => {
    const reader = socketRow({ limit: 'reader', recvQ: 2_000_000, fill: 0.9, process: 'slow' });
    const found = bottleneckOfSockets([sender('network', 8e6, 'a'), reader]);
    expect(found).toMatchObject({ limiter: 'reader' });
    expect(found?.sentence).toMatch(
      /^slow from 10\.0\.0\.9:873: The program here limits: it does not read fast enough/,
    );
  });

  it('names a UDP socket without a peer by where it is bound', () => {
    const sink = socketRow({
      protocol: 'udp',
      state: 'close',
      limit: 'reader',
      process: 'node',
      pid: 14_503,
      script: '/srv/udpSink.ts',
      local: '127.0.0.1',
      localPort: 42_165,
      remote: '0.0.0.0',
      remotePort: 0,
      rmemAlloc: 200_000,
    });
    expect(bottleneckOfSockets([sink])?.sentence).toMatch(
      /^node \(pid 14503, udpSink\.ts\) at 127\.0\.0\.1:42165: The program here limits/,
    );
  });

  it('names the receive buffers that hold back most of what comes', () => {
    const held = (cookie: string) =>
      socketRow({ ...RECEIVING, cookie, remote: '10.0.0.7', remotePort: 443, process: 'curl' });
    expect(bottleneckOfSockets([held('a'), held('b')])).toMatchObject({
      limiter: 'receive-buffer',
      sentence:
        '100 % of 52.4 Mbit/s is held back by the receive buffers of this host; most of it is curl from 10.0.0.7:443.',
    });
  });

  it('asks of two ends on this host the one that sends', () => {
    const ends = { local: '127.0.0.1', localPort: 40_000, remote: '127.0.0.1', remotePort: 80 };
    const back = { local: '127.0.0.1', localPort: 80, remote: '127.0.0.1', remotePort: 40_000 };
    const sending = { ...sender('application', 1e6, 'a'), ...ends };
    const reading = socketRow({ ...back, limit: 'sender', rxBytesPerSecond: 1e6, cookie: 'b', process: 'curl' });
    expect(bottleneckOfSockets([reading, sending])?.sentence).toMatch(
      /^nginx to 127\.0\.0\.1:80: The program here limits/,
    );
    expect(bottleneckOfSockets([reading])).toMatchObject({
      limiter: 'sender',
      sentence: expect.stringMatching(/^curl from 127\.0\.0\.1:40000: The peer or the path limits/),
    });
    const trickle = { ...reading, limit: 'none', rxBytesPerSecond: 100_000 } as const;
    expect(bottleneckOfSockets([trickle, sending])?.sentence).toMatch(/^nginx to 127\.0\.0\.1:80: The program here/);
  });

  it('names connections that hang where they are a good part of those that send', () => {
    const hung = (cookie: string, unanswered: number) =>
      socketRow({ limit: 'network', cookie, unanswered, sendQ: 9000, process: 'scp', busyShare: 1 });
    const busy = Array.from({ length: 18 }, (_, n) => ({ ...sender('network', 1e6, `s${n}`), busyShare: 1 }));
    expect(bottleneckOfSockets([hung('a', 3), hung('b', 5), ...busy])?.sentence).toBe(
      'scp to 10.0.0.9:873: The path or the peer limits: nothing has been acknowledged, 5 timeouts in a row, and 8.79 KiB wait. 1 more socket waits so.',
    );
    expect(bottleneckOfSockets([hung('a', 3), ...busy])?.sentence).toMatch(/goes as fast as the path takes it/);
    expect(bottleneckOfSockets([{ ...hung('a', 3), remote: '127.0.0.1' }])).toBeUndefined();
  });

  it('says nothing where hardly anything moves', () => {
    expect(bottleneckOfSockets([sender('network', 1000, 'a')])).toBeUndefined();
    expect(bottleneckOfSockets([])).toBeUndefined();
  });
});

describe('bottleneckOfHost', () => {
  const gauge = (id: string, fraction: number | undefined): Gauge<Words> => ({
    id,
    title: { en: 'Link use of eth0', 'zh-CN': 'eth0 的链路使用' },
    value: fraction,
    limit: 1,
    unit: 'share',
    fraction,
    marks: [],
    limitName: NO_WORDS,
    metric: id,
    detail: sameWords('eth0'),
    state: 'calm',
  });
  const stackOf = (fractions: Readonly<Record<string, number | undefined>>, troubles: readonly Trouble<Words>[] = []) =>
    ({
      timeMs: NOW_MS,
      layers: [{ gauges: Object.entries(fractions).map(([id, fraction]) => gauge(id, fraction)), troubles }],
    }) as unknown as StackModel<Words>;
  const calm = { 'link.speed': 0.12, 'link.softirqCpu': 0.08 };
  const quiet: SocketsReport = dumpsOf('senders', [[]])[0] as SocketsReport;

  it('says that nothing limits, and what was looked at', () => {
    expect(bottleneckOfHost({ stack: stackOf(calm), sockets: [quiet], advice: [] })).toEqual({
      limiter: 'nothing',
      confidence: 'high',
      sentence: 'Nothing limits now: there is little traffic, and no queue is full.',
      not: 'Not the packet work of the CPUs (8.00 %), not the link (12.0 %).',
    });
  });

  it('names what all sockets share before any socket', () => {
    const report = dumpsOf('senders', [[socketRow({ limit: 'network', txBytesPerSecond: 9e6 })]]);
    expect(
      bottleneckOfHost({ stack: stackOf({ ...calm, 'link.speed': 0.97 }), sockets: report, advice: [] }),
    ).toMatchObject({
      limiter: 'link',
      sentence: 'The link limits: Link use of eth0 is 97.0 % used (eth0).',
    });
    const drop: Trouble<Words> = {
      id: 'network.conntrackDrop',
      title: NO_WORDS,
      perSecond: 5,
      metric: 'm',
      state: 'saturated',
    };
    expect(bottleneckOfHost({ stack: stackOf(calm, [drop]), sockets: report, advice: [] })).toMatchObject({
      limiter: 'conntrack',
      confidence: 'high',
    });
    expect(bottleneckOfHost({ stack: stackOf(calm), sockets: report, advice: [] })).toMatchObject({
      limiter: 'network',
    });
    const old = { ...stackOf(calm), timeMs: NOW_MS + 16_000 };
    expect(bottleneckOfHost({ stack: old, sockets: report, advice: [] })).toMatchObject({ limiter: 'unknown' });
  });

  it('says of a full table of connections what it costs', () => {
    const costs = (id?: string) => {
      const trouble = { title: NO_WORDS, perSecond: 5, metric: 'm', state: 'busy' } as const;
      const stack = stackOf({ ...calm, 'network.conntrack': 1 }, id === undefined ? [] : [{ ...trouble, id }]);
      return bottleneckOfHost({ stack, sockets: [quiet], advice: [] }).sentence;
    };
    expect(costs('network.conntrackDrop')).toBe(
      'The connection tracking table limits: it is 100 % used, and 5 packets a second are dropped, and no new connection gets through.',
    );
    expect(costs('network.conntrackEarlyDrop')).toBe(
      'The connection tracking table limits: it is 100 % used, and 5 entries a second without an answer are evicted for new connections.',
    );
    expect(costs()).toBe(
      'The connection tracking table limits: it is 100 % used, and new connections soon find no room.',
    );
  });

  it('does not take what is unknown for free', () => {
    expect(bottleneckOfHost({ stack: stackOf({ 'link.speed': undefined }), sockets: [], advice: [] })).toEqual({
      limiter: 'unknown',
      confidence: 'low',
      sentence: 'Who limits is not known: no list of sockets has come lately.',
      not: '',
    });
  });
});

describe('listedSockets', () => {
  const looks = (...limits: readonly SocketRow['limit'][]) =>
    listedSockets(
      dumpsOf(
        'senders',
        limits.map((limit) => [socketRow({ limit })]),
      ),
    ).map(({ limit }) => limit);

  it('goes by most of the last looks, not by the moment of the newest', () => {
    expect(looks('network', 'network', 'network', 'application')).toEqual(['network']);
    expect(looks('unknown', 'application')).toEqual(['application']);
    expect(looks('unknown')).toEqual(['unknown']);
  });

  it('takes the send buffer for the limit when three looks saw it full', () => {
    const far = ['application', 'application', 'application', 'application', 'application'] as const;
    expect(looks(...far, 'send-buffer', 'send-buffer', 'application')).toEqual(['application']);
    expect(looks(...far, 'send-buffer', 'send-buffer', 'send-buffer', 'application')).toEqual(['send-buffer']);
  });

  it('takes the receive buffer for the limit when three looks saw its window used up', () => {
    const far = ['sender', 'sender', 'sender', 'sender'] as const;
    expect(looks('receive-buffer', ...far, 'receive-buffer', 'sender')).toEqual(['sender']);
    expect(looks('receive-buffer', ...far, 'receive-buffer', 'receive-buffer', 'sender')).toEqual(['receive-buffer']);
  });

  it('takes Nagle’s algorithm for the limit when three looks saw a part wait', () => {
    expect(looks('application', 'nagle', 'application', 'nagle', 'application')).toEqual(['application']);
    expect(looks('nagle', 'application', 'nagle', 'application', 'nagle', 'application')).toEqual(['nagle']);
  });

  it('says at once of a connection that it hangs, and lists those that only hang', () => {
    const moving = [socketRow({ limit: 'application' })];
    const stuck = socketRow({ limit: 'network', sendQ: 9, unanswered: 2 });
    const [newest] = dumpsOf('stuck', [[stuck]]);
    const dumps = [...dumpsOf('senders', [moving, moving, moving]), ...(newest === undefined ? [] : [newest])];
    expect(listedSockets(dumps)).toEqual([stuck]);
  });

  it('lists nothing without a dump', () => {
    expect(listedSockets([])).toEqual([]);
  });
});
