import { type SocketDetail, socketCatalogue } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { socketWords } from '../testing/socketWords.ts';
import { commandsOf } from './commands.ts';
import { groupsOf, optionRows } from './fields.ts';
import { limitShares, withShares } from './limitShares.ts';
import { comingBytes, receiveShares } from './receiveShares.ts';
import { socketMarkdown } from './socketMarkdown.ts';
import { socketAbout } from './socketTitle.ts';
import { receiveWindowOf, scaleOf, sendWindowOf } from './windowsOf.ts';

const speech = { t: socketWords('en'), locale: 'en' } as const;

const detail = (changes: Partial<SocketDetail> = {}): SocketDetail => ({
  timeMs: 1_790_000_000_000,
  kind: 'tcp',
  cookie: '1f',
  inode: 4711,
  state: 'established',
  local: '10.0.0.1',
  localPort: 443,
  fields: { rttUs: 1200, bytesAcked: 1000, busyTimeUs: 500_000, totalRetrans: 0, appLimited: false, caState: 'open' },
  ...changes,
});
const rowsOf = (now: SocketDetail, before?: SocketDetail) =>
  groupsOf(socketCatalogue(), { now, before }, speech).flatMap(({ rows }) => rows);
const rowOf = (id: string, now: SocketDetail, before?: SocketDetail) =>
  rowsOf(now, before).find((row) => row.id === id);

describe('groupsOf', () => {
  it('shows what is known, in words and units, and leaves out groups without anything', () => {
    expect(groupsOf(socketCatalogue(), { now: detail(), before: undefined }, speech).map(({ id }) => id)).toEqual([
      'traffic',
      'times',
      'congestion',
      'loss',
    ]);
    expect(rowOf('rttUs', detail())).toMatchObject({ value: '1.20 ms', quiet: false, kernelName: 'tcpi_rtt' });
    expect(rowOf('appLimited', detail())).toMatchObject({ value: 'no', quiet: true });
    expect(rowOf('totalRetrans', detail())).toMatchObject({ value: '0 segments', quiet: true });
  });

  it('says how fast counters grow, time as a share, and nothing of one that went backwards', () => {
    const now = detail();
    const before = detail({
      timeMs: now.timeMs - 1000,
      fields: { ...now.fields, bytesAcked: 0, busyTimeUs: 250_000, totalRetrans: 5 },
    });
    expect(rowOf('bytesAcked', now, before)?.rate).toBe('8.00 kbit/s');
    expect(rowOf('busyTimeUs', now, before)?.rate).toBe('25.0 %');
    expect(rowOf('totalRetrans', now, before)?.rate).toBeUndefined();
    expect(rowOf('rttUs', now, before)?.rate).toBeUndefined();
  });
});

it('names what is counted in the language of the page', () => {
  const chinese = { t: socketWords('zh-CN'), locale: 'zh-CN' } as const;
  const [row] = groupsOf(socketCatalogue(), { now: detail(), before: undefined }, chinese)
    .flatMap(({ rows }) => rows)
    .filter(({ id }) => id === 'totalRetrans');
  expect(row?.value).toBe('0 个报文段');
});

describe('optionRows', () => {
  it('says what values mean, and dims those that nobody touched', () => {
    const options = { SO_BUF_LOCK: 2, TCP_NODELAY: false, SO_LINGER: 0, TCP_KEEPIDLE: 7200, SOMETHING_NEW: 1 };
    expect(
      optionRows(socketCatalogue(), detail({ options }), speech).map(({ id, value, quiet }) => [id, value, quiet]),
    ).toEqual([
      ['SO_BUF_LOCK', 'receive buffer set by the program', false],
      ['SO_LINGER', 'close() resets the connection', false],
      ['TCP_NODELAY', 'no', true],
      ['TCP_KEEPIDLE', '2 h 0 min', false],
    ]);
  });
});

describe('commandsOf', () => {
  it('names the socket as ss and /proc do', () => {
    expect(commandsOf(detail({ pid: 7 }))).toEqual([
      'ss -t -a -m -e -n -i -p -o -O | grep -w sk:1f',
      "ls -l /proc/7/fd | grep 'socket:\\[4711\\]'",
    ]);
    expect(commandsOf(detail({ kind: 'raw', cookie: 'inode:5' }))).toEqual(['ss -w -a -m -e -n -i -p -o -O']);
  });
});

describe('the windows of a connection', () => {
  const fields = {
    sndCwnd: 10,
    sndMssBytes: 1000,
    sendQ: 12_000,
    notsentBytes: 2000,
    sndSsthresh: 0x7fffffff,
    unacked: 10,
  };

  it('are full when no further segment may leave', () => {
    expect(sendWindowOf(detail({ fields: { ...fields, sndWndBytes: 65_535 } }))).toEqual({
      inFlight: 10_000,
      notSent: 2000,
      cwnd: 10_000,
      peerWindow: 65_535,
      ssthresh: undefined,
      allowed: 10_000,
      isPartHeld: false,
      isFull: true,
      doubles: true,
    });
    expect(sendWindowOf(detail({ fields: { ...fields, sendQ: 0, notsentBytes: 0, unacked: 0 } }))).toMatchObject({
      peerWindow: undefined,
      allowed: 10_000,
      isFull: false,
      doubles: false,
    });
  });

  it('double in slow start only while more than half of the congestion window is used', () => {
    const doubles = (more: SocketDetail['fields']) => sendWindowOf(detail({ fields: { ...fields, ...more } }))?.doubles;
    expect(doubles({ unacked: 6 })).toBe(true);
    expect(doubles({ unacked: 5 })).toBe(false);
    expect(doubles({ unacked: 6, sndSsthresh: 10 })).toBe(false);
    expect(doubles({ unacked: 6, sndSsthresh: 11 })).toBe(true);
    expect(doubles({ unacked: 6, congestionControl: 'cubic' })).toBe(true);
    expect(doubles({ unacked: 6, congestionControl: 'bbr' })).toBe(false);
  });

  it('have room while a small rest waits for what is in flight', () => {
    const held = { ...fields, sendQ: 1200, notsentBytes: 100, unacked: 2, sndWndBytes: 65_535 };
    expect(sendWindowOf(detail({ fields: held }))).toMatchObject({ notSent: 100, isPartHeld: true, isFull: false });
  });

  it('are full too when the peer lets nothing through', () => {
    const closed = sendWindowOf(
      detail({ fields: { ...fields, sendQ: 9000, notsentBytes: 9000, unacked: 0, sndWndBytes: 0 } }),
    );
    expect(closed).toMatchObject({ inFlight: 0, notSent: 9000, allowed: 0, isFull: true });
    expect(closed && scaleOf(closed)).toBe(10_800);
  });

  it('are unknown where the kernel does not tell them', () => {
    expect(sendWindowOf(detail())).toBeUndefined();
    expect(receiveWindowOf(detail())).toBeUndefined();
    expect(receiveWindowOf(detail({ fields: { recvQ: 5, rcvWndBytes: 100 } }))).toEqual({ unread: 5, free: 100 });
  });
});

describe('who held it back', () => {
  const at = (timeMs: number, busyTimeUs: number, rwndLimitedUs = 0) =>
    detail({ timeMs, fields: { busyTimeUs, rwndLimitedUs, sndbufLimitedUs: 0 } });

  it('is told of each second, in parts of one', () => {
    expect(limitShares(at(2000, 800_000, 200_000), at(1000, 0))).toEqual({
      timeMs: 2000,
      idle: 0.19999999999999996,
      busy: 0.6000000000000001,
      rwnd: 0.2,
      sndbuf: 0,
    });
    expect(limitShares(at(2000, 5), at(1000, 10))).toBeUndefined();
    expect(limitShares(at(2000, 5), undefined)).toBeUndefined();
    expect(limitShares(detail({ fields: {} }), at(1000, 0))).toBeUndefined();
  });

  it('keeps the newest, each once', () => {
    const shares = (timeMs: number) => ({ timeMs, idle: 1, busy: 0, rwnd: 0, sndbuf: 0 });
    const band = [1, 2, 2, 3, 4].reduce<readonly ReturnType<typeof shares>[]>(
      (seen, n) => withShares(seen, shares(n), 3),
      [],
    );
    expect(band.map(({ timeMs }) => timeMs)).toEqual([2, 3, 4]);
  });
});

describe('how much of the receive window was used', () => {
  const window = { recvQ: 20_000, rcvWndBytes: 80_000, rcvRttUs: 40_000, rttUs: 40_000 };
  const at = (timeMs: number, bytesReceived: number, fields: SocketDetail['fields'] = {}) =>
    detail({ timeMs, fields: { ...window, bytesReceived, bytesAcked: 100, ...fields } });

  it('is what is unread and what comes in a round trip', () => {
    expect(receiveShares(at(3000, 2_000_000), at(1000, 0))).toEqual({
      timeMs: 3000,
      unread: 0.2,
      coming: 0.4,
      free: 0.4,
    });
    expect(comingBytes(at(3000, 2_000_000), at(1000, 0))).toBe(40_000);
    expect(receiveShares(at(2000, 9_000_000), at(1000, 0))).toMatchObject({ unread: 0.2, coming: 0.8, free: 0 });
  });

  it('leaves open what is under way where the round trip is not known', () => {
    const near = { rcvRttUs: 40, rttUs: 40 };
    expect(receiveShares(at(2000, 1_000_000, near), at(1000, 0, near))).toEqual({
      timeMs: 2000,
      unread: 0.2,
      coming: Number.NaN,
      free: 0.8,
    });
    expect(comingBytes(at(2000, 1_000_000, near), at(1000, 0, near))).toBeUndefined();
  });

  it('is nothing to show of a sender, of what stands still, of a closed window and of old kernels', () => {
    expect(receiveShares(at(2000, 5000, { bytesAcked: 5100 }), at(1000, 0))).toBeUndefined();
    expect(receiveShares(at(2000, 5000), at(1000, 5000))).toBeUndefined();
    expect(receiveShares(at(2000, 5000, { recvQ: 0, rcvWndBytes: 0 }), at(1000, 0))).toBeUndefined();
    const old = detail({ timeMs: 2000, fields: { recvQ: 0, bytesReceived: 5000, bytesAcked: 100 } });
    expect(receiveShares(old, at(1000, 0))).toBeUndefined();
    expect(receiveShares(at(2000, 5000), undefined)).toBeUndefined();
  });
});

it('a socket is written down with what says something', () => {
  const rows = [
    { id: 'a', title: 'Round trip', kernelName: 'tcpi_rtt', help: '', value: '1.20 ms', quiet: false },
    { id: 'b', title: 'Nothing', kernelName: 'x', help: '', value: '0', quiet: true },
  ];
  expect(
    socketMarkdown({
      now: detail(),
      title: 'nginx · 10.0.0.1:443',
      about: 'TCP',
      sentence: 'Fine.',
      groups: [{ title: 'Times', rows }],
    }),
  ).toBe(
    [
      '## nginx · 10.0.0.1:443',
      'TCP · 2026-09-21T14:13:20.000Z',
      'Fine.',
      '| Times | | |\n|---|---|---|\n| Round trip | `tcpi_rtt` | 1.20 ms |',
      '```\nss -t -a -m -e -n -i -p -o -O | grep -w sk:1f\n```\n',
    ].join('\n\n'),
  );
});

describe('socketAbout', () => {
  const t = socketWords('en');
  it.each([
    [{ kind: 'tcp', state: 'close' }, 'TCP · close · pid 7, sink.ts'],
    [{ kind: 'udp', state: 'close' }, 'UDP · pid 7, sink.ts'],
    [{ kind: 'udp', state: 'established' }, 'UDP · established · pid 7, sink.ts'],
    [{ kind: 'packet', state: 'established' }, 'packet · pid 7, sink.ts'],
  ] as const)('of %o is %s', (parts, words) => {
    expect(socketAbout(detail({ pid: 7, script: '/srv/sink.ts', ...parts }), t)).toBe(words);
  });
});
