import { ID, type SocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import {
  contextOf,
  dumpsOf,
  grew,
  NOTHING_OPEN,
  type Samples,
  SHORT_OF_MEMORY,
  socketRow,
  TUNABLES,
} from '../contextFixture.ts';
import type { RuleContext } from '../types.ts';
import { tcpListenOverflow } from './tcp-listen-overflow.ts';

const listener = (recvQ: number, sendQ: number, row: Partial<SocketRow> = {}) =>
  socketRow({
    state: 'listen',
    local: '0.0.0.0',
    localPort: 8080,
    remote: '0.0.0.0',
    remotePort: 0,
    process: 'nginx',
    pid: 42,
    recvQ,
    sendQ,
    fill: recvQ / sendQ,
    ...row,
  });
const looks = (backlog: number, queues: readonly number[], row: Partial<SocketRow> = {}) =>
  dumpsOf(
    'listeners',
    queues.map((queue) => [listener(queue, backlog, row)]),
  );

/** Two overflows and 40 accepted connections a second. */
const OVERFLOWING: Samples = { [ID.tcp.listenOverflows]: grew(2), [ID.tcp.passiveOpens]: grew(40) };
const BURSTS = [0, 129, 60, 129, 0];

const evaluate = (samples: Samples, more: Partial<RuleContext> = {}, firing = NOTHING_OPEN) =>
  tcpListenOverflow.evaluate(contextOf({ ...OVERFLOWING, ...samples }, more), firing);
const OPEN = new Set(['0.0.0.0:8080']);

describe('when it fires', () => {
  const sockets = looks(128, BURSTS);

  it.each([
    ['below', 0.9, 0],
    ['at', 1, 0],
    ['above', 1.1, 1],
  ])('%s one overflow a second', (_, perSecond, findings) => {
    expect(evaluate({ [ID.tcp.listenOverflows]: grew(perSecond) }, { sockets })).toHaveLength(findings);
  });

  it.each([
    [5, 'warning'],
    [5.1, 'critical'],
  ])('at %s/s it is %s', (perSecond, severity) => {
    expect(evaluate({ [ID.tcp.listenOverflows]: grew(perSecond) }, { sockets })[0]?.severity).toBe(severity);
  });

  it('needs ten seconds of history', () => {
    const young = (seconds: number): Samples => ({
      [ID.tcp.listenOverflows]: grew(3).map((value, n) => (n < 120 - seconds ? Number.NaN : value)),
    });
    expect(evaluate(young(9), { sockets })).toEqual([]);
    expect(evaluate(young(10), { sockets })).toHaveLength(1);
  });

  it('is silent when overflows are not counted', () => {
    expect(tcpListenOverflow.evaluate(contextOf({}, { sockets: looks(128, [0, 0, 0]) }), NOTHING_OPEN)).toEqual([]);
  });

  it.each([
    ['below 80 % of the backlog', [102, 102, 102], 0],
    ['at 80 % of the backlog', [103, 103, 103], 1],
    ['at 80 % in two looks only', [50, 103, 103], 0],
  ])('three looks %s, nothing dropped yet', (_, queues, findings) => {
    expect(evaluate({ [ID.tcp.listenOverflows]: 7 }, { sockets: looks(128, queues) })).toHaveLength(findings);
  });

  it('does not believe dumps that are older than 15 s', () => {
    const sockets = looks(128, [129, 129, 129]).map((dump) => ({ ...dump, timeMs: dump.timeMs - 16_000 }));
    expect(evaluate({ [ID.tcp.listenOverflows]: 7 }, { sockets })).toEqual([]);
  });
});

describe('when it clears', () => {
  const calm: Samples = { [ID.tcp.listenOverflows]: 7 };
  /** Overflowed for a second, some seconds ago. */
  const ended = (ago: number): Samples => ({
    [ID.tcp.listenOverflows]: Array.from({ length: 121 }, (_, n) => (n >= 120 - ago ? 40 : 7)),
  });

  it('stays open while the queue is at half of its backlog', () => {
    expect(evaluate(calm, { sockets: looks(128, [64]) }, OPEN)).toHaveLength(1);
    expect(evaluate(calm, { sockets: looks(128, [63]) }, OPEN)).toEqual([]);
  });

  it('stays open for half a minute after the last overflow', () => {
    expect(evaluate(ended(29), { sockets: looks(128, BURSTS) }, OPEN)).toHaveLength(1);
    expect(evaluate(ended(31), { sockets: looks(128, BURSTS) }, OPEN)).toEqual([]);
  });

  it('closes at once when the listener is gone, and blames no other', () => {
    const sockets = dumpsOf('listeners', [[listener(129, 128)], [listener(129, 128)], []]);
    expect(evaluate({}, { sockets }, OPEN)).toEqual([]);
    expect(evaluate({}, { sockets }, new Set(['host']))).toEqual([]);
  });
});

describe('a backlog smaller than somaxconn', () => {
  const [finding] = evaluate({}, { sockets: looks(128, BURSTS) });

  it('is a matter for the program: no change to the kernel', () => {
    expect(finding).toMatchObject({
      subject: '0.0.0.0:8080',
      severity: 'warning',
      title: 'The backlog of nginx is too small: 128',
      changes: [],
      arithmetic: '',
      where: 'nginx (pid 42) listening on :8080: 0 connections wait, backlog 128, highest seen 129',
    });
    expect(finding?.why).toContain('nginx (pid 42) called listen() with 128; the kernel would allow 4096');
    expect(finding?.actions[0]).toBe(
      "Raise the program's listen() argument from 128 to 256 (in nginx: listen … backlog=256;). Measured: 40 connections/s at the peak x 1 s without accept() = 40 connections, less than the 128 that did not suffice; 2 x 128, next power of two: 256.",
    );
  });

  it('shows its numbers', () => {
    expect(finding?.evidence).toEqual([
      { metric: 'socket.tcpExt.listenOverflows', labels: {}, value: 2, unit: 'events/s' },
      { metric: 'socket.tcp.acceptQueueMaxLen', labels: { listener: '0.0.0.0:8080' }, value: 0, unit: 'connections' },
      {
        metric: 'socket.tcp.acceptQueueMaxBacklog',
        labels: { listener: '0.0.0.0:8080' },
        value: 128,
        unit: 'connections',
      },
      { metric: 'transport.tcp.passiveOpens', labels: {}, value: 40, unit: 'connections/s' },
    ]);
  });

  it('says what the counter and the queue are, and what is no cure', () => {
    expect(finding?.why).toContain('holds one more than the backlog');
    expect(finding?.why).toContain('this is not a number of clients');
    expect(finding?.notWhen).toContain('net.ipv4.tcp_max_syn_backlog is no cure');
  });

  it('takes the number from the peak and the time the queue stood full', () => {
    const samples = { [ID.tcp.passiveOpens]: grew(300, 20) };
    const [measured] = evaluate(samples, { sockets: looks(128, [0, 129, 129, 129, 0]) });
    expect(measured?.actions[0]).toContain(
      'from 128 to 2048 (in nginx: listen … backlog=2048;). Measured: 300 connections/s at the peak x 2 s without accept() = 600 connections; 2 x 600, next power of two: 2048.',
    );
  });

  it('never asks for more than somaxconn without saying so', () => {
    const samples = { [ID.tcp.passiveOpens]: grew(5000, 20) };
    const [measured] = evaluate(samples, { sockets: looks(128, BURSTS) });
    expect(measured?.actions[0]).toContain('from 128 to 4096');
    expect(measured?.actions[1]).toBe('The measurement asks for 16384: for that, raise net.core.somaxconn first.');
  });

  it.each([
    ['redis-server', 'in redis.conf: tcp-backlog 256'],
    ['node-MainThread', 'in Node: server.listen({ port, backlog: 256 })'],
    ['homegrown', 'in the program: listen(fd, 256)'],
    [undefined, 'in the program: listen(fd, 256)'],
  ])('speaks the words of %s', (process, words) => {
    const [named] = evaluate({}, { sockets: looks(128, BURSTS, { process }) });
    expect(named?.actions[0]).toContain(words);
  });

  it('of zero holds one connection', () => {
    const sockets = looks(0, [1, 0, 1, 0, 1]);
    expect(evaluate({}, { sockets })[0]?.title).toBe('The backlog of nginx is too small: 0');
  });
});

describe('a backlog equal to somaxconn', () => {
  const full = (somaxconn: number, samples: Samples = {}, queues = [0, somaxconn + 1, 0]) =>
    evaluate(samples, {
      sockets: looks(somaxconn, queues),
      tunables: { ...TUNABLES, 'net.core.somaxconn': String(somaxconn) },
    })[0];

  it('proposes a number from the measurement', () => {
    const finding = full(4096, { [ID.tcp.passiveOpens]: grew(3000, 20) });
    expect(finding?.changes).toEqual([
      { tunable: 'net.core.somaxconn', namespace: 'host', current: '4096', proposed: '8192' },
    ]);
    expect(finding?.arithmetic).toBe(
      '3.00k connections/s at the peak x 1 s without accept() = 3000 connections, less than the 4096 that did not suffice; 2 x 4096, next power of two: 8192',
    );
    expect(finding?.title).toBe('net.core.somaxconn limits the backlog of nginx to 4096');
  });

  it('goes four times up at most, and says what was asked for', () => {
    const finding = full(128, { [ID.tcp.passiveOpens]: grew(3000, 20) });
    expect(finding?.changes[0]?.proposed).toBe('512');
    expect(finding?.arithmetic).toBe(
      '3.00k connections/s at the peak x 1 s without accept() = 3000 connections; 2 x 3000, next power of two: 8192; at most 4 times the current value in one step: 512',
    );
  });

  it("aims at the kernel's own default at least", () => {
    const finding = full(2048, { [ID.tcp.passiveOpens]: grew(10, 20) }, [0, 2049, 0]);
    expect(finding?.changes[0]?.proposed).toBe('4096');
    expect(full(1500, { [ID.tcp.passiveOpens]: grew(10, 20) })?.arithmetic).toContain('next power of two: 4096');
    expect(full(600, { [ID.tcp.passiveOpens]: grew(10, 20) })?.arithmetic).toContain(
      "next power of two: 2048; not below the kernel's default 4096; at most 4 times the current value in one step: 2400",
    );
  });

  it('never goes above 65535', () => {
    const finding = full(32_768, { [ID.tcp.passiveOpens]: grew(90_000, 20) });
    expect(finding?.changes[0]?.proposed).toBe('65535');
    expect(finding?.arithmetic).toContain('at most 65535 for safety');
    const highest = full(65_535);
    expect(highest?.changes).toEqual([]);
    expect(highest?.arithmetic).toBe('');
    expect(highest?.actions[0]).toContain('as high as is sensible');
  });

  it('says that listen() must be called again', () => {
    const finding = full(4096);
    expect(finding?.actions[0]).toBe(
      'The change holds for the next listen() only: reload or restart nginx afterwards.',
    );
    expect(finding?.actions[1]).toContain('asks for at least as much (in nginx: listen … backlog=8192;)');
  });

  it('raises nothing while memory is short', () => {
    const finding = full(4096, SHORT_OF_MEMORY);
    expect(finding?.changes).toEqual([]);
    expect(finding?.actions).toEqual([
      'Less than 10 % of the memory is available: free memory before raising a limit.',
    ]);
  });

  it('cannot be told from a small backlog when somaxconn cannot be read', () => {
    const [finding] = evaluate({}, { sockets: looks(128, BURSTS), tunables: {} });
    expect(finding?.changes).toEqual([]);
    expect(finding?.actions[0]).toContain('Compare "sysctl net.core.somaxconn" with the backlog 128');
  });
});

describe('a program that stopped accepting', () => {
  const stuck: Samples = { [ID.tcp.passiveOpens]: 500 };
  const pinned = (seconds: number) =>
    looks(
      4,
      Array.from({ length: seconds + 1 }, () => 5),
    );

  it('is critical, and no sysctl is proposed', () => {
    const [finding] = evaluate(stuck, {
      sockets: pinned(8),
      tunables: { ...TUNABLES, 'net.core.somaxconn': '4' },
    });
    expect(finding).toMatchObject({
      severity: 'critical',
      title: 'nginx has stopped accepting connections on :8080',
      changes: [],
      arithmetic: '',
    });
    expect(finding?.why).toContain('has not taken one connection from its accept queue for 8 s');
    expect(finding?.actions[1]).toContain('/proc/42/fd');
  });

  it('is not called so before five seconds: it may be a burst', () => {
    expect(evaluate(stuck, { sockets: pinned(4) })).toEqual([]);
    expect(evaluate(stuck, { sockets: pinned(5) })).toHaveLength(1);
  });

  it('is called so without overflows too, and below a full queue', () => {
    const quiet = { ...stuck, [ID.tcp.listenOverflows]: 7 };
    const sockets = looks(10, [8, 8, 8, 8, 8, 8, 8]);
    expect(evaluate(quiet, { sockets })[0]?.title).toBe('nginx has stopped accepting connections on :8080');
  });

  it('is told from connections that come in and stay', () => {
    const filling: Samples = { [ID.tcp.passiveOpens]: grew(1, 6), [ID.tcp.listenOverflows]: 7 };
    const sockets = looks(10, [8, 8, 9, 10, 11, 11, 11]);
    const taken: Samples = { [ID.tcp.passiveOpens]: grew(20, 6), [ID.tcp.listenOverflows]: 7 };
    expect(evaluate(filling, { sockets })[0]?.title).toContain('is too small: 10');
    expect(evaluate({ ...filling, [ID.tcp.passiveOpens]: grew(0.5, 6) }, { sockets })[0]?.title).toContain(
      'has stopped',
    );
    expect(evaluate(taken, { sockets })[0]?.title).toContain('is too small: 10');
  });

  it('is not one whose queue went down', () => {
    const sockets = looks(10, [10, 10, 10, 9, 10, 10, 10]);
    expect(evaluate(stuck, { sockets })[0]?.title).toContain('is too small');
  });
});

describe('a program that accepts too slowly', () => {
  it('is told by a queue that never drains for a minute', () => {
    const full = (seconds: number) =>
      looks(
        128,
        Array.from({ length: seconds + 1 }, () => 128),
      );
    const [finding] = evaluate({}, { sockets: full(60) });
    expect(finding).toMatchObject({
      severity: 'warning',
      title: 'nginx accepts more slowly than connections arrive on :8080',
      changes: [],
    });
    expect(finding?.why).toContain('accepted 39.3 connections/s');
    expect(evaluate({}, { sockets: full(59) })[0]?.title).toBe('The backlog of nginx is too small: 128');
  });
});

describe('overflows that no dump explains', () => {
  it('are told with low confidence and never louder than a warning', () => {
    const [finding, ...more] = evaluate({ [ID.tcp.listenOverflows]: grew(50) }, { sockets: looks(128, [0, 3, 0]) });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ subject: 'host', severity: 'warning', changes: [] });
    expect(finding?.why).toContain('In 3 looks at the listeners none was seen full');
    expect(finding?.why).toContain('The confidence is low.');
  });

  it('are told without any dump', () => {
    expect(evaluate({})[0]?.why).toContain('The agent sends no list of sockets');
  });

  it('give way to a named listener', () => {
    const findings = evaluate({}, { sockets: looks(128, BURSTS) }, new Set(['host']));
    expect(findings.map(({ subject }) => subject)).toEqual(['0.0.0.0:8080']);
  });
});

describe('several listeners', () => {
  it('are told one by one, those on one address once', () => {
    const rows = (queue: number) => [
      listener(queue, 128, { cookie: 'a' }),
      listener(queue - 2, 128, { cookie: 'b' }),
      listener(queue, 128, { cookie: 'c', local: '::', family: 6, localPort: 22, process: 'sshd' }),
      listener(0, 128, { cookie: 'd', localPort: 9999 }),
    ];
    const findings = evaluate({}, { sockets: dumpsOf('listeners', [rows(2), rows(129), rows(129), rows(60)]) });
    expect(findings.map(({ subject, where }) => [subject, where])).toEqual([
      ['0.0.0.0:8080', 'nginx (pid 42) listening on :8080: 60 connections wait, backlog 128, highest seen 129'],
      ['[::]:22', 'sshd (pid 42) listening on :22: 60 connections wait, backlog 128, highest seen 129'],
    ]);
  });
});
