import type { SocketRow, SocketsReport } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { advise } from '../advise.ts';
import { AdviceBook } from '../book.ts';
import {
  contextOf,
  dumpsOf,
  NOTHING_OPEN,
  NOW_MS,
  SHORT_OF_MEMORY,
  socketRow,
  TUNABLES,
  told,
} from '../contextFixture.ts';
import type { RuleContext } from '../types.ts';
import { sockSndbufLimited } from './sock-sndbuf-limited.ts';

/** rsync over cubic at 380 Mbit/s and 82 ms, its buffer at tcp_wmem's third number. */
const SENDER: Partial<SocketRow> = {
  process: 'rsync',
  pid: 99,
  sndbuf: 4_194_304,
  wmemQueued: 4_100_000,
  sndbufLimitedShare: 0.4,
  busyShare: 1,
  txBytesPerSecond: 47_500_000,
  deliveryRateBytesPerSecond: 47_500_000,
  rttUs: 82_000,
  minRttUs: 80_000,
  cwnd: 2700,
  mssBytes: 1448,
  unackedSegs: 2000,
  notsentBytes: 0,
  appLimited: false,
  congestionControl: 'cubic',
};
const sender = (row: Partial<SocketRow> = {}) => socketRow({ ...SENDER, ...row });
const steady = (row: Partial<SocketRow> = {}, looks = 20): SocketsReport[] =>
  dumpsOf(
    'senders',
    Array.from({ length: looks }, () => [sender(row)]),
  );

const evaluate = (sockets: readonly SocketsReport[], more: Partial<RuleContext> = {}, firing = NOTHING_OPEN) =>
  told(sockSndbufLimited, contextOf({}, { sockets, ...more }), firing);
const OPEN = new Set(['net.ipv4.tcp_wmem']);

describe('when it fires', () => {
  it.each([
    ['at 10 % of the time', { sndbufLimitedShare: 0.1 }, 0],
    ['above 10 %', { sndbufLimitedShare: 0.101 }, 1],
    ['at 1 MB/s', { txBytesPerSecond: 1_000_000 }, 0],
    ['above 1 MB/s', { txBytesPerSecond: 1_000_001 }, 1],
  ])('%s', (_, row, findings) => {
    expect(evaluate(steady(row))).toHaveLength(findings);
  });

  it.each([
    ['above 3 % of the time', { sndbufLimitedShare: 0.031 }, 1],
    ['at 3 %', { sndbufLimitedShare: 0.03 }, 0],
    ['at half a MB/s', { txBytesPerSecond: 500_000 }, 0],
  ])('it stays open %s', (_, row, findings) => {
    expect(evaluate(steady(row), {}, OPEN)).toHaveLength(findings);
  });

  it.each([
    ['no share', { sndbufLimitedShare: undefined }],
    ['no send buffer', { sndbuf: undefined }],
    ['no round trip time', { rttUs: undefined }],
  ])('it is silent with %s', (_, row) => {
    expect(evaluate(steady(row))).toEqual([]);
  });

  it('is silent without dumps, with old ones, and when tcp_wmem cannot be read', () => {
    expect(evaluate([])).toEqual([]);
    expect(evaluate(steady().map((dump) => ({ ...dump, timeMs: dump.timeMs - 16_000 })))).toEqual([]);
    expect(evaluate(steady(), { tunables: {} })).toEqual([]);
  });
});

describe('a sender whose lost time the kernel does not count', () => {
  /** Of so many looks in a row, whether the buffer was what held the sender back. */
  const caught = (looks: readonly boolean[], row: Partial<SocketRow> = {}) =>
    dumpsOf(
      'senders',
      looks.map((held) => [
        sender({ sndbufLimitedShare: 0, limit: held ? 'send-buffer' : 'network', appLimited: true, ...row }),
      ]),
    );

  it('is caught by looks', () => {
    const [finding] = evaluate(caught([true, true, false, true, true], { txBytesPerSecond: 12_500_000 }));
    expect(finding?.changes[0]?.proposed).toBe('4096 16384 16777216');
    expect(finding?.why).toBe(
      'Data that was sent stays in the send buffer until the peer confirms it, one round trip later. The buffer of rsync (pid 99) is too small for that: in 4 of the last 5 looks it was full of data on its way, so that the program waits, although the network and the peer would take more. It has grown to the third number of net.ipv4.tcp_wmem, as far as it may.',
    );
    expect(finding?.evidence[0]).toEqual({
      metric: 'socket.tcp.sndbufLimitedShare',
      labels: { socket: '10.0.0.1:40000 10.0.0.9:873', by: 'looks' },
      value: 0.8,
      unit: 'share',
    });
    expect(finding?.arithmetic).toContain(
      '380 Mbit/s (the fastest that this connection was measured at) x 82.0 ms (round trip) = 3.71 MiB in flight',
    );
  });

  it.each([
    ['two of five', [true, false, false, false, true], 0],
    ['two of two', [true, true], 0],
    ['three of three', [true, true, true], 1],
    ['three of the last five', [false, true, false, true, true], 1],
    ['many, but only two of the last five', [true, true, true, true, false, false, true, false, true], 0],
  ])('%s', (_, looks, findings) => {
    expect(evaluate(caught(looks))).toHaveLength(findings);
  });

  it('is not asked for by looks where the kernel counts', () => {
    const [counted] = evaluate(caught([true, true, true, true, true], { sndbufLimitedShare: 0.48 }));
    expect(counted?.evidence[0]).toMatchObject({ labels: { socket: '10.0.0.1:40000 10.0.0.9:873' }, value: 0.48 });
    const [hardly] = evaluate(caught([true, true, true, true, true], { sndbufLimitedShare: 0.09 }));
    expect(hardly?.evidence[0]).toMatchObject({ labels: { by: 'looks' }, value: 1 });
  });

  it('is not caught by looks at a buffer that has been made larger since', () => {
    const grown = (row: Partial<SocketRow>, looks: number) =>
      Array.from({ length: looks }, () => [
        sender({ sndbufLimitedShare: 0, appLimited: true, limit: 'network', ...row }),
      ]);
    const before = grown({ sndbuf: 1_048_576, limit: 'send-buffer' }, 4);
    expect(evaluate(dumpsOf('senders', [...before, ...grown({}, 1)]))).toEqual([]);
    expect(evaluate(dumpsOf('senders', [...before, ...grown({ limit: 'send-buffer' }, 2)]))).toEqual([]);
    expect(evaluate(dumpsOf('senders', [...before, ...grown({ limit: 'send-buffer' }, 3)]))).toHaveLength(1);
  });

  it('stays open while it is seen once in five looks', () => {
    expect(evaluate(caught([false, false, true, false, false]), {}, OPEN)).toHaveLength(1);
    expect(evaluate(caught([true, false, false, false, false, false]), {}, OPEN)).toEqual([]);
  });
});

describe('a buffer at the ceiling of tcp_wmem', () => {
  const [finding] = evaluate(steady());

  it('proposes the third number from rate and round trip', () => {
    expect(finding).toMatchObject({
      subject: 'net.ipv4.tcp_wmem',
      severity: 'warning',
      title: 'net.ipv4.tcp_wmem limits how fast rsync can send to 10.0.0.9:873',
      changes: [
        {
          tunable: 'net.ipv4.tcp_wmem',
          namespace: 'host',
          current: '4096 16384 4194304',
          proposed: '4096 16384 16777216',
        },
      ],
    });
    expect(finding?.arithmetic).toBe(
      "380 Mbit/s x 82.0 ms (round trip) = 3.71 MiB in flight; x 3.2 for the kernel's bookkeeping with cubic = 11.9 MiB; next power of two: 16777216",
    );
  });

  it('names the connection and shows its numbers', () => {
    expect(finding?.where).toBe(
      'TCP connection of rsync (pid 99) to 10.0.0.9:873: send buffer 4.00 MiB, 380 Mbit/s delivered',
    );
    const labels = { socket: '10.0.0.1:40000 10.0.0.9:873' };
    expect(finding?.evidence).toEqual([
      { metric: 'socket.tcp.sndbufLimitedShare', labels, value: 0.4, unit: 'share' },
      { metric: 'socket.tcp.sndbufBytes', labels, value: 4_194_304, unit: 'bytes' },
      { metric: 'socket.tcp.wmemQueuedBytes', labels, value: 4_100_000, unit: 'bytes' },
      { metric: 'transport.tcp.rttMedianUs', labels, value: 82_000, unit: 'microseconds' },
    ]);
  });

  it('reckons with three windows for bbr', () => {
    const [bbr] = evaluate(steady({ congestionControl: 'bbr' }));
    expect(bbr?.arithmetic).toContain(
      "x 4.8 for the kernel's bookkeeping with bbr = 17.8 MiB; next power of two: 33554432",
    );
    expect(bbr?.changes[0]?.proposed).toBe('4096 16384 16777216');
  });

  it('takes the shortest round trip where queues stretch it', () => {
    const [bloated] = evaluate(steady({ rttUs: 200_000, minRttUs: 80_000 }));
    expect(bloated?.arithmetic).toContain(
      '380 Mbit/s x 80.0 ms (shortest round trip, because queues on the path stretch it to 200 ms) = 3.62 MiB in flight',
    );
    expect(evaluate(steady({ rttUs: 120_000, minRttUs: 80_000 }))[0]?.arithmetic).toContain('x 120 ms (round trip)');
  });

  it('takes the middle of the measured rates, so that one odd look does not decide', () => {
    const rows = [47_500_000, 8_205_333_333, 47_500_000].map((rate) => [sender({ deliveryRateBytesPerSecond: rate })]);
    expect(evaluate(dumpsOf('senders', rows))[0]?.arithmetic).toContain('380 Mbit/s x 82.0 ms');
  });

  it('takes what was acknowledged when no delivery rate is known', () => {
    const [finding] = evaluate(steady({ deliveryRateBytesPerSecond: undefined, txBytesPerSecond: 40_000_000 }));
    expect(finding?.arithmetic).toContain('320 Mbit/s x 82.0 ms');
  });

  it('goes four times up at most', () => {
    const tunables = { ...TUNABLES, 'net.ipv4.tcp_wmem': '4096 16384 65536' };
    const [small] = evaluate(steady({ sndbuf: 65_536 }), { tunables });
    expect(small?.changes[0]?.proposed).toBe('4096 16384 262144');
    expect(small?.arithmetic).toContain('at most 4 times the current value in one step: 262144');
  });

  it('goes to 64 MiB at most', () => {
    const tunables = { ...TUNABLES, 'net.ipv4.tcp_wmem': '4096 16384 33554432' };
    const [large] = evaluate(steady({ sndbuf: 33_554_432, deliveryRateBytesPerSecond: 1e9 }), { tunables });
    expect(large?.changes[0]?.proposed).toBe('4096 16384 67108864');
    expect(large?.arithmetic).toContain('at most 67108864 for safety');
  });

  it('leaves each busy connection its part of a quarter of tcp_mem', () => {
    const tunables = { ...TUNABLES, 'net.ipv4.tcp_mem': '12288 16384 24576' };
    const pair = dumpsOf('senders', [[sender(), sender({ cookie: 'b', remotePort: 874, sndbufLimitedShare: 0 })]]);
    const [shared] = evaluate(pair, { tunables });
    expect(shared?.changes[0]?.proposed).toBe('4096 16384 12582912');
    expect(shared?.arithmetic).toContain('at most 12582912 for safety');
    const tight = { ...TUNABLES, 'net.ipv4.tcp_mem': '1024 2048 4096' };
    const [none] = evaluate(pair, { tunables: tight });
    expect(none?.changes).toEqual([]);
    expect(none?.actions[0]).toContain('leaves each busy connection 2.00 MiB');
  });

  it('raises nothing while memory is short', () => {
    const [short] = told(sockSndbufLimited, contextOf(SHORT_OF_MEMORY, { sockets: steady() }), NOTHING_OPEN);
    expect(short?.changes).toEqual([]);
    expect(short?.arithmetic).toBe('');
    expect(short?.actions).toEqual(['Less than 10 % of the memory is available: free memory before raising a limit.']);
  });

  it('is told once, by the connection that needs most', () => {
    const rows = [
      sender({ cookie: 'a', remotePort: 1, deliveryRateBytesPerSecond: 30_000_000 }),
      sender({ cookie: 'b', remotePort: 2 }),
      sender({ cookie: 'c', remotePort: 3, sndbufLimitedShare: 0.05 }),
    ];
    const findings = evaluate(dumpsOf('senders', [rows]));
    expect(findings.map(({ where }) => where)).toEqual([
      'TCP connection of rsync (pid 99) to 10.0.0.9:2: send buffer 4.00 MiB, 380 Mbit/s delivered, and 1 more connection',
    ]);
  });

  it('is silent when the measurement does not ask for more than there is', () => {
    expect(evaluate(steady({ rttUs: 20_000, minRttUs: 20_000 }))).toEqual([]);
  });
});

describe('short round trips', () => {
  const loopback = { rttUs: 60, minRttUs: 40, mssBytes: 65_483, local: '127.0.0.1', remote: '127.0.0.1', cwnd: 10 };

  it('are no reason for a larger buffer', () => {
    expect(evaluate(steady({ ...loopback, deliveryRateBytesPerSecond: 4e9, txBytesPerSecond: 3e9 }))).toEqual([]);
  });

  it('are explained where the limit is real', () => {
    const tunables = { ...TUNABLES, 'net.ipv4.tcp_wmem': '4096 16384 65536' };
    const row = { ...loopback, sndbuf: 65_536, rttUs: 600, minRttUs: 500, deliveryRateBytesPerSecond: 100_000_000 };
    const [finding] = evaluate(steady(row), { tunables });
    expect(finding?.why).toContain(
      "The round trip is only 600 µs, where the kernel's usual maximum never limits; this one of 64.0 KiB does.",
    );
    expect(finding?.changes[0]?.proposed).toBe('4096 16384 262144');
  });
});

describe('what a larger buffer would not cure', () => {
  it('is a buffer that still grows', () => {
    const rows = [1_000_000, 2_000_000, 3_000_000].map((sndbuf) => [sender({ sndbuf })]);
    expect(evaluate(dumpsOf('senders', rows))).toEqual([]);
  });

  it('is a window that is full while data waits for it', () => {
    const waiting = { notsentBytes: 2_000_000, unackedSegs: 2160 };
    expect(evaluate(steady(waiting))).toEqual([]);
    expect(evaluate(steady({ ...waiting, unackedSegs: 2100 }))).toHaveLength(1);
    expect(evaluate(steady({ ...waiting, notsentBytes: 1_900_000 }))).toHaveLength(1);
  });

  it('is not a window that is small for one look', () => {
    const probing = { cwnd: 4, unackedSegs: 30, notsentBytes: 130_320 };
    const looks = (...small: readonly boolean[]) =>
      dumpsOf(
        'senders',
        small.map((isSmall) => [sender(isSmall ? probing : {})]),
      );
    expect(evaluate(looks(false, false, false, false, true))).toHaveLength(1);
    expect(evaluate(looks(false, false, true, true, true))).toEqual([]);
  });

  it('is not a program whose buffer one look sees just acknowledged', () => {
    const looks = (...queued: readonly number[]) =>
      dumpsOf(
        'senders',
        queued.map((wmemQueued) => [sender({ appLimited: true, wmemQueued })]),
      );
    expect(evaluate(looks(4_100_000, 4_100_000, 2_000_000))).toHaveLength(1);
    expect(evaluate(looks(4_100_000, ...Array.from({ length: 5 }, () => 2_000_000)))).toEqual([]);
  });

  it('is a program that writes too little', () => {
    expect(evaluate(steady({ appLimited: true, wmemQueued: 2_000_000 }))).toEqual([]);
  });

  it('is not a full buffer that the kernel calls application limited because all of it is sent', () => {
    expect(evaluate(steady({ appLimited: true, wmemQueued: 4_100_000 }))).toHaveLength(1);
  });
});

describe('a buffer that the program fixed', () => {
  const fixed = {
    sndbuf: 425_984,
    wmemQueued: 420_000,
    cwnd: 200,
    txBytesPerSecond: 5e6,
    deliveryRateBytesPerSecond: 5e6,
  };

  it('is its own matter', () => {
    const [finding, ...more] = evaluate(steady(fixed));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      subject: '10.0.0.9:873',
      title: 'A fixed send buffer limits how fast rsync can send to 10.0.0.9:873',
      changes: [],
      arithmetic: '',
    });
    expect(finding?.actions).toEqual([
      'Remove SO_SNDBUF from rsync: the kernel then grows the buffer by itself, up to net.ipv4.tcp_wmem.',
      "Or ask for at least 1048576 B, which the kernel doubles. net.core.wmem_max (4194304) caps what may be asked for. Measured: 40.0 Mbit/s x 82.0 ms (round trip) = 400 KiB in flight; x 3.2 for the kernel's bookkeeping with cubic = 1.25 MiB; next power of two: 2097152, of which half is asked for.",
    ]);
  });

  it('is not called so within fifteen seconds or three looks', () => {
    expect(evaluate(steady(fixed, 15))).toEqual([]);
    expect(evaluate(steady(fixed, 16))).toHaveLength(1);
  });

  it('is told from one that the kernel chose for a small window', () => {
    expect(evaluate(steady({ ...fixed, cwnd: 92 }))).toEqual([]);
    expect(evaluate(steady({ ...fixed, cwnd: 93 }))).toHaveLength(1);
  });

  it('stays so while the window is small for a moment', () => {
    const sockets = dumpsOf('senders', [
      ...Array.from({ length: 16 }, () => [sender(fixed)]),
      [sender({ ...fixed, cwnd: 4 })],
    ]);
    expect(evaluate(sockets)).toHaveLength(1);
  });

  it('is not called so just after tcp_wmem changed: it had no time to grow', () => {
    const since = (secondsAgo: number) => ({ tunablesSinceMs: NOW_MS - secondsAgo * 1000 });
    expect(evaluate(steady(fixed, 40), since(14))).toEqual([]);
    expect(evaluate(steady(fixed, 40), since(15))).toHaveLength(1);
  });

  it('is not one that grew beyond tcp_wmem as it was last read', () => {
    const grown = { sndbuf: 8_388_608, wmemQueued: 8_000_000, deliveryRateBytesPerSecond: 95_000_000 };
    const before = { ...grown, sndbuf: 4_194_304 };
    const sockets = dumpsOf('senders', [...Array.from({ length: 15 }, () => [sender(before)]), [sender(grown)]]);
    expect(evaluate(sockets)).toEqual([]);
  });

  it('may be larger than tcp_wmem allows', () => {
    const row = { sndbuf: 8_388_608, wmemQueued: 8_000_000, deliveryRateBytesPerSecond: 95_000_000 };
    const [finding] = evaluate(steady(row));
    expect(finding?.changes).toEqual([]);
    expect(finding?.why).toContain('exactly twice net.core.wmem_max');
  });

  it('is left alone when it is large enough for what it carries', () => {
    expect(evaluate(steady({ ...fixed, deliveryRateBytesPerSecond: 1_600_000 }))).toEqual([]);
  });

  it('clears below 3 % of the time', () => {
    const open = new Set(['10.0.0.9:873']);
    expect(evaluate(steady({ ...fixed, sndbufLimitedShare: 0.05 }), {}, open)).toHaveLength(1);
    expect(evaluate(steady({ ...fixed, sndbufLimitedShare: 0.05 }))).toEqual([]);
    expect(evaluate(steady({ ...fixed, sndbufLimitedShare: 0.03 }), {}, open)).toEqual([]);
  });
});

it('goes on proposing what the fastest moment needed while it is open', () => {
  const book = new AdviceBook();
  const proposed = (rttUs: number) => {
    const { advice } = advise(book, contextOf({}, { sockets: steady({ rttUs, minRttUs: rttUs }) }), 0, [
      sockSndbufLimited,
    ]);
    return advice[0]?.changes[0]?.proposed;
  };
  const most = '4096 16384 16777216';
  expect([82_000, 82_000, 50_000].map(proposed)).toEqual([undefined, most, most]);
});
