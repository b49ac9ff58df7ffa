import type { SocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { contextOf, dumpsOf, NOTHING_OPEN, socketRow, told } from '../contextFixture.ts';
import { sockRwndLimitedPeer } from './sock-rwnd-limited-peer.ts';

/** 64 KiB for each 40 ms: 13 Mbit/s. */
const SENDER: Partial<SocketRow> = {
  process: 'rsync',
  pid: 9,
  rwndLimitedShare: 0.9,
  txBytesPerSecond: 1_600_000,
  sndWndBytes: 65_536,
  rttUs: 40_000,
  sendQ: 200_000,
};
const looksOf = (row: (n: number) => Partial<SocketRow> = () => ({}), looks = 20) =>
  Array.from({ length: looks }, (_, n) => [socketRow({ ...SENDER, ...row(n) })]);
const evaluate = (
  looks: readonly (readonly SocketRow[])[],
  open: ReadonlySet<string> = NOTHING_OPEN,
  list: 'senders' | 'fullest' = 'senders',
) => told(sockRwndLimitedPeer, contextOf({}, { sockets: dumpsOf(list, looks) }), open);
const OPEN = new Set(['10.0.0.9']);

describe('when it fires', () => {
  it.each([
    ['at 20 % of the time', { rwndLimitedShare: 0.2 }, 0],
    ['above 20 %', { rwndLimitedShare: 0.21 }, 1],
    ['below 100 kB/s', { txBytesPerSecond: 99_999 }, 0],
    ['at 100 kB/s', { txBytesPerSecond: 100_000 }, 1],
  ])('%s', (_, row, findings) => {
    expect(evaluate(looksOf(() => row))).toHaveLength(findings);
  });

  it('stays open above 10 %', () => {
    expect(
      evaluate(
        looksOf(() => ({ rwndLimitedShare: 0.11 })),
        OPEN,
      ),
    ).toHaveLength(1);
    expect(
      evaluate(
        looksOf(() => ({ rwndLimitedShare: 0.1 })),
        OPEN,
      ),
    ).toEqual([]);
  });

  it('wants 12 s of looks, and the middle one counts', () => {
    expect(evaluate(looksOf(() => ({}), 12))).toEqual([]);
    expect(evaluate(looksOf(() => ({}), 13))).toHaveLength(1);
    expect(evaluate(looksOf((n) => ({ rwndLimitedShare: n % 3 === 0 ? 0.9 : 0 })))).toEqual([]);
  });

  it.each([
    ['the same address', { local: '10.0.0.9' }],
    ['loopback', { local: '127.0.0.1', remote: '127.0.0.2' }],
    ['loopback in IPv6', { local: '::1', remote: '::1' }],
    ['loopback mapped', { local: '::ffff:127.0.0.1', remote: '::ffff:127.0.0.1' }],
    ['a share that is not known', { rwndLimitedShare: undefined }],
  ])('is silent with %s', (_, row) => {
    expect(evaluate(looksOf(() => row))).toEqual([]);
  });
});

describe('what it says', () => {
  it('of a window that stays the same: the most that it lets through', () => {
    const [finding] = evaluate(looksOf());
    expect(finding).toMatchObject({ subject: '10.0.0.9', severity: 'warning', confidence: 'medium', changes: [] });
    expect(finding?.title).toBe('The receive window of 10.0.0.9 limits how fast rsync can send');
    expect(finding?.why).toContain('64.0 KiB for each round trip of 40.0 ms is 13.1 Mbit/s at most');
    expect(finding?.evidence.map(({ value }) => value)).toEqual([0.9, 200_000, 40_000]);
    expect(finding?.actions).toHaveLength(2);
    const unscaled = evaluate(looksOf(() => ({ sndWndBytes: 65_535, txBytesPerSecond: 900_000 })))[0];
    expect(unscaled?.actions[2]).toContain('tcp_window_scaling');
    expect(unscaled?.severity).toBe('info');
  });

  it('of a window that goes up and down: a slow reader', () => {
    const [finding] = evaluate(looksOf((n) => ({ sndWndBytes: n % 2 === 0 ? 0 : 65_536 })));
    expect(finding).toMatchObject({ severity: 'info', title: '10.0.0.9 reads more slowly than rsync sends' });
  });

  it('of a window that shrinks for once: not the reader', () => {
    const late = (share: number) => looksOf((n) => ({ sndWndBytes: n % 20 < share * 20 ? 1000 : 65_536 }));
    expect(evaluate(late(0.15))[0]?.title).toContain('receive window');
    expect(evaluate(late(0.3))[0]?.title).toContain('reads more slowly');
  });

  it('of a steady window of which little is used: a slow reader as well', () => {
    expect(evaluate(looksOf(() => ({ txBytesPerSecond: 819_200 })))[0]?.title).toContain('receive window');
    expect(evaluate(looksOf(() => ({ txBytesPerSecond: 819_100 })))[0]?.title).toContain('reads more slowly');
  });

  it('of one that stands still, from the list of the fullest', () => {
    const still = looksOf(() => ({ txBytesPerSecond: 0, sndWndBytes: 0, rwndLimitedShare: 1 }));
    expect(evaluate(still, NOTHING_OPEN, 'fullest')[0]?.title).toBe('10.0.0.9 does not read what rsync sends to it');
  });

  it('once for each peer', () => {
    const both = looksOf().map(([row]) => ['a', 'b'].map((cookie) => ({ ...(row as SocketRow), cookie })));
    const found = evaluate(both);
    expect(found).toHaveLength(1);
    expect(found[0]?.where).toContain('and 1 more to that machine');
  });
});
