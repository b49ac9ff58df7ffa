import type { SocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { contextOf, dumpsOf, grew, NOTHING_OPEN, socketRow, told } from '../contextFixture.ts';
import { appSmallWritesNagle } from './app-small-writes-nagle.ts';

/** A server whose answers of 200 bytes leave in two segments, the second 40 ms after the first. */
const HELD: Partial<SocketRow> = {
  process: 'api',
  pid: 3,
  mssBytes: 1448,
  cwnd: 10,
  unackedSegs: 1,
  notsentBytes: 100,
  sendQ: 200,
  sndWndBytes: 65_536,
  rttUs: 41_000,
  minRttUs: 200,
  txBytesPerSecond: 4600,
};
const looksOf = (row: (n: number) => Partial<SocketRow> = () => ({}), looks = 20) =>
  Array.from({ length: looks }, (_, n) => [
    socketRow({ ...HELD, bytesAcked: 1000 + 4600 * n, dataSegsOut: 10 + 46 * n, ...row(n) }),
  ]);
const evaluate = (looks: readonly (readonly SocketRow[])[], open: ReadonlySet<string> = NOTHING_OPEN) =>
  told(
    appSmallWritesNagle,
    contextOf({ 'transport.tcpExt.delayedACKs': grew(23) }, { sockets: dumpsOf('senders', looks) }),
    open,
  );
const free = { notsentBytes: 0 };

it('shows what was seen waiting, also when the newest look finds nothing', () => {
  const [finding] = evaluate(looksOf((n) => (n % 3 === 0 ? {} : free)));
  expect(finding?.evidence[0]).toMatchObject({ metric: 'socket.tcp.notsentBytes', value: 100, over: { as: 'peak' } });
});

describe('when it fires', () => {
  it.each([
    ['held in more than a fifth of the looks', (n: number) => (n % 4 === 0 ? {} : free), 1],
    ['held in a fifth', (n: number) => (n % 5 === 0 ? {} : free), 0],
    ['nothing in flight', () => ({ unackedSegs: 0 }), 0],
    ['a whole segment unsent', () => ({ notsentBytes: 1448 }), 0],
    ['a congestion window half full', () => ({ unackedSegs: 5 }), 0],
    ['a closed window', () => ({ sndWndBytes: 200 }), 0],
    ['a transfer', () => ({ txBytesPerSecond: 1_000_001 }), 0],
    ['a wait of 10 ms', () => ({ rttUs: 10_000 }), 1],
    ['a wait that nobody notices', () => ({ rttUs: 9999 }), 0],
    ['a wait that is short at times', (n: number) => ({ rttUs: n % 3 === 0 ? 5000 : 12_000 }), 1],
    ['a wait that is not known', () => ({ rttUs: undefined }), 1],
    ['segments that are half full', (n: number) => ({ bytesAcked: 724 * 46 * n }), 0],
    ['segments that are not counted', () => ({ dataSegsOut: undefined }), 0],
  ])('with %s', (_, row, findings) => {
    expect(evaluate(looksOf(row))).toHaveLength(findings);
  });

  it('wants 10 s of looks, and stays open above a twentieth', () => {
    expect(evaluate(looksOf(() => ({}), 10))).toEqual([]);
    expect(evaluate(looksOf(() => ({}), 11))).toHaveLength(1);
    expect(
      evaluate(
        looksOf((n) => (n % 10 === 0 ? {} : free)),
        new Set(['api']),
      ),
    ).toHaveLength(1);
    expect(
      evaluate(
        looksOf((n) => (n === 0 ? {} : free)),
        new Set(['api']),
      ),
    ).toEqual([]);
  });
});

it('names the program and the wait, and no sysctl', () => {
  const [finding] = evaluate(looksOf());
  expect(finding).toMatchObject({ subject: 'api', severity: 'warning', confidence: 'medium', changes: [] });
  expect(finding?.why).toContain('In 100 % of the looks api (pid 3)');
  expect(finding?.why).toContain(
    'An acknowledgement takes 41.0 ms on average of all segments, those that did not wait included; this path does it in 200 µs',
  );
  expect(finding?.evidence.map(({ value }) => value)).toEqual([100, 41_000, 23]);
});

it('tells a program once', () => {
  const both = looksOf().map(([row]) => ['a', 'b'].map((cookie) => ({ ...(row as SocketRow), cookie })));
  expect(evaluate(both).map(({ where }) => where)).toEqual([
    'TCP connection of api (pid 3) to 10.0.0.9:873, and 1 more of this program',
  ]);
});
