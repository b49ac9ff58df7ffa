import { ID, type SocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { advise } from '../advise.ts';
import { AdviceBook } from '../book.ts';
import {
  contextOf,
  dumpsOf,
  grew,
  NOTHING_OPEN,
  type Samples,
  SHORT_OF_MEMORY,
  socketRow,
  TUNABLES,
  told,
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
  told(tcpListenOverflow, contextOf({ ...OVERFLOWING, ...samples }, more), firing);
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
    expect(told(tcpListenOverflow, contextOf({}, { sockets: looks(128, [0, 0, 0]) }), NOTHING_OPEN)).toEqual([]);
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
    expect(finding?.why).toContain(
      'The backlog of nginx (pid 42) is what it passed to listen(), 128. The kernel would allow 4096 (net.core.somaxconn), so no sysctl limits it.',
    );
    expect(finding?.actions[0]).toBe(
      "Raise the program's listen() argument from 128 to 256 (in nginx: listen … backlog=256;). Measured: 42 connections/s tried at the peak x 1 s without accept() (assumed) = 42, less than the 128 that did not suffice; twice 128, next power of two: 256.",
    );
  });

  it('shows its numbers', () => {
    expect(finding?.evidence).toEqual([
      {
        metric: 'socket.tcpExt.listenOverflows',
        labels: {},
        value: 2,
        unit: 'events/s',
        over: { as: 'mean', seconds: 10 },
      },
      { metric: 'socket.tcp.acceptQueueMaxLen', labels: { listener: '0.0.0.0:8080' }, value: 0, unit: 'connections' },
      {
        metric: 'socket.tcp.acceptQueueMaxBacklog',
        labels: { listener: '0.0.0.0:8080' },
        value: 128,
        unit: 'connections',
      },
      {
        metric: 'transport.tcp.passiveOpens',
        labels: {},
        value: 40,
        unit: 'connections/s',
        over: { as: 'peak', seconds: 300 },
      },
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
      'from 128 to 2048 (in nginx: listen … backlog=2048;). Measured: 302 connections/s tried at the peak x 2 s without accept() = 604; twice 604, next power of two: 2048.',
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

describe('a backlog that somaxconn was before it was raised', () => {
  const after = (...before: readonly string[]) =>
    evaluate({}, { sockets: looks(128, BURSTS), valuesBefore: () => before })[0];

  it('is no wish of the program: it is to be restarted, and nothing else is to be changed', () => {
    const finding = after('512', '128\n');
    expect(finding).toMatchObject({
      title: 'nginx listens since before net.core.somaxconn was raised: restart it',
      changes: [],
      arithmetic: '',
    });
    expect(finding?.why).toContain(
      'The backlog of nginx (pid 42) is 128, which net.core.somaxconn was before it was raised to 4096.',
    );
    expect(finding?.actions).toEqual([
      'Reload or restart nginx: it calls listen() again, and gets what it asks for up to 4096.',
      'Where its backlog is 128 after that too, the program asks for no more: have it ask for at least 256 (in nginx: listen … backlog=256;).',
    ]);
  });

  it('is what the program asked for where somaxconn never was that', () => {
    expect(after('512')?.title).toBe('The backlog of nginx is too small: 128');
    expect(after()?.title).toBe('The backlog of nginx is too small: 128');
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
      '3002 connections/s tried at the peak x 1 s without accept() (assumed) = 3002, less than the 4096 that did not suffice; twice 4096, next power of two: 8192',
    );
    expect(finding?.title).toBe('net.core.somaxconn limits the backlog of nginx to 4096');
  });

  it('goes four times up at most, and says what was asked for', () => {
    const finding = full(4096, { [ID.tcp.passiveOpens]: grew(20_000, 20) });
    expect(finding?.changes[0]?.proposed).toBe('16384');
    expect(finding?.arithmetic).toBe(
      '20002 connections/s tried at the peak x 1 s without accept() (assumed) = 20002; twice 20002, next power of two: 65536; at most 4 times the current value in one step: 16384',
    );
  });

  it.each([
    [16, 10, '32', 'twice 16, next power of two: 32'],
    [128, 3000, '8192', 'twice 3002, next power of two: 8192'],
    [600, 10, '2048', 'twice 600, next power of two: 2048'],
  ])("goes from %s to the kernel's own default at once", (somaxconn, perSecond, ask, measured) => {
    const finding = full(somaxconn, { [ID.tcp.passiveOpens]: grew(perSecond, 20) });
    expect(finding?.changes[0]?.proposed).toBe('4096');
    expect(finding?.arithmetic).toContain(`${measured}; at least the kernel's own default: 4096`);
    expect(finding?.actions[1]).toContain(`asks for at least ${Math.min(4096, Number(ask))} `);
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
    expect(finding?.actions[1]).toContain('asks for at least 8192 (in nginx: listen … backlog=8192;)');
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
    expect(finding?.why).toBe(
      'No connection has left the accept queue of nginx (pid 42) for 8 s: 5 wait, with a backlog of 4. The program is blocked, waits for a lock, is out of file descriptors, or is stopped. Overflows of all listeners of this host: 2/s. A client that tries again counts again, so this is not a number of clients.',
    );
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

describe('where the oldest connection of a queue tells how long it waits', () => {
  /** A full queue, looked at every second: the wait of the connection at its head. */
  const waiting = (waitsMs: readonly number[], oldest: string, row: Partial<SocketRow> = {}) =>
    dumpsOf(
      'listeners',
      waitsMs.map((acceptWaitMs, n) => {
        const first = oldest[n] === '-' ? {} : { acceptWaitMs, acceptOldest: oldest[n] ?? '' };
        return [listener(129, 128, { ...first, drops: n, ...row })];
      }),
    );
  const stuck = [1200, 2210, 3195, 4200, 5200, 6204];

  it('a program that stopped is known beside others that go on', () => {
    const [finding] = evaluate({ [ID.tcp.passiveOpens]: grew(500) }, { sockets: waiting(stuck, 'aaaaaa') });
    expect(finding).toMatchObject({ severity: 'critical', title: 'nginx has stopped accepting connections on :8080' });
    expect(finding?.why).toContain('for 6 s: 129 wait, with a backlog of 128.');
  });

  it('one of several that listen on its address is told as that: the others go on', () => {
    const sockets = waiting(stuck, 'aaaaaa').map((dump) => ({
      ...dump,
      listeners: [...dump.listeners, listener(0, 128, { cookie: 'beside', pid: 43 })],
    }));
    const [finding] = evaluate({ [ID.tcp.passiveOpens]: grew(500) }, { sockets });
    expect(finding?.title).toBe('nginx, one of 2 listeners on :8080, has stopped accepting connections');
    expect(finding?.why).toContain('New connections are spread over 2 listeners');
  });

  it('a look that does not know who is first says nothing against a stop', () => {
    const [finding] = evaluate({ [ID.tcp.passiveOpens]: grew(500) }, { sockets: waiting(stuck, 'a-a-aa') });
    expect(finding).toMatchObject({ title: 'nginx has stopped accepting connections on :8080' });
  });

  it('while it cannot be told what the program does, what was said before stands', () => {
    const [finding] = evaluate({}, { sockets: waiting(stuck.slice(0, 5), 'aaaaa') }, OPEN);
    expect(finding).toMatchObject({ subject: '0.0.0.0:8080', undecided: true });
    expect(evaluate({}, { sockets: waiting(stuck, 'aaaaab') }, OPEN)[0]?.undecided).toBeUndefined();
  });

  it('nothing is said of a stop before five seconds', () => {
    expect(evaluate({}, { sockets: waiting(stuck.slice(0, 5), 'aaaaa') })).toEqual([]);
  });

  it.each([
    ['always another connection is first', [700, 650, 710, 700, 690, 700], 'abcdef'],
    ['those that wait came all at once', [7000, 8000, 9000, 10_000, 11_000, 12_000], 'abcdef'],
    ['it went on', [1200, 2200, 3200, 4200, 5200, 300], 'aaaaab'],
  ])('a program that accepts is not called stopped: %s', (_, waitsMs, oldest) => {
    expect(evaluate({}, { sockets: waiting(waitsMs, oldest) })[0]?.title).toBe(
      'The backlog of nginx is too small: 128',
    );
  });

  it('the longest wait is the time without accept()', () => {
    const sockets = waiting([650, 610, 700], 'abc', { recvQ: 9, sendQ: 8 });
    const [finding] = evaluate({}, { sockets });
    expect(finding?.actions[0]).toContain(
      '42 connections/s tried at the peak x 0.7 s without accept() = 29.4, rounded up 30; twice 30',
    );
  });
});

describe('where a listener counts what it drops itself', () => {
  const counting = (queues: readonly number[], drops: readonly number[]) =>
    dumpsOf(
      'listeners',
      queues.map((queue, n) => [listener(queue, 128, { drops: drops[n] })]),
    );

  it('it is named though it was never seen full', () => {
    const [finding] = evaluate({}, { sockets: counting([0, 3, 0], [7, 7, 321]) });
    expect(finding?.where).toBe(
      'nginx (pid 42) listening on :8080: 0 connections wait, backlog 128, highest seen 3, 314 handshakes dropped in the last 2 s',
    );
    expect(finding?.evidence[1]).toEqual({
      metric: 'socket.tcpExt.listenDrops',
      labels: { listener: '0.0.0.0:8080' },
      value: 314,
      unit: 'handshakes',
      over: { as: 'sum', seconds: 2 },
    });
  });

  it('it is not blamed for the overflows of another, however full it was', () => {
    expect(evaluate({}, { sockets: counting([0, 120, 0], [7, 7, 7]) })[0]?.subject).toBe('host');
  });

  it('it closes half a minute after its own last drop', () => {
    const sockets = (ago: number) =>
      counting(
        Array.from({ length: 60 }, () => 0),
        Array.from({ length: 60 }, (_, n) => (59 - n >= ago ? 7 : 9)),
      );
    expect(evaluate({}, { sockets: sockets(30) }, OPEN)).toHaveLength(1);
    expect(evaluate({}, { sockets: sockets(31) }, OPEN).map(({ subject }) => subject)).not.toContain('0.0.0.0:8080');
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
    expect(finding?.why).toContain('In 3 looks no listener was seen full');
    expect(finding?.confidence).toBe('low');
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

it('goes on proposing what the longest stall needed while it is open', () => {
  const samples = { [ID.tcp.listenOverflows]: grew(2), [ID.tcp.passiveOpens]: grew(3000) };
  const stalls = [
    [0, 4097, 4097, 4097, 0],
    [0, 4097, 4097, 4097, 0],
    [0, 4097, 0, 4097, 0],
  ];
  const of = (sendQ: number) => {
    const book = new AdviceBook();
    return stalls.map((queues) => {
      const context = contextOf(samples, { sockets: looks(sendQ, queues) });
      return advise(book, context, 0, [tcpListenOverflow]).advice[0];
    });
  };
  expect(of(4096).map((advice) => advice?.changes[0]?.proposed)).toEqual([undefined, '16384', '16384']);
  const asked = of(1024).map((advice) => advice?.actions[1]?.en);
  expect(asked[1]).toContain('asks for 16384');
  expect(asked[2]).toBe(asked[1]);
});
