import type { UnixSocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { contextOf, NOTHING_OPEN, told } from '../contextFixture.ts';
import { unixDumps } from '../unix/unixFixture.ts';
import { sockUnixStreamFull } from './sock-unix-stream-full.ts';

const FULL: Partial<UnixSocketRow> = {
  process: 'app',
  pid: 1,
  peerProcess: 'proxy',
  peerPid: 2,
  sendQ: 210_000,
  sndbuf: 212_992,
  fill: 0.95,
};
const looksOf = (looks: number, fill: (n: number) => number | undefined = () => 0.95, more: object = {}) =>
  Array.from({ length: looks }, (_, n) => {
    const now = fill(n);
    return now === undefined ? [] : [{ ...FULL, fill: now, ...more }];
  });
const evaluate = (looks: ReturnType<typeof looksOf>, open: ReadonlySet<string> = NOTHING_OPEN) =>
  told(sockUnixStreamFull, contextOf({}, { sockets: unixDumps(looks) }), open);

describe('sock-unix-stream-full', () => {
  it('fires after 10 s of full looks, and closes with the first that is not', () => {
    expect(evaluate(looksOf(10))).toEqual([]);
    expect(evaluate(looksOf(11))).toHaveLength(1);
    expect(
      evaluate(
        looksOf(11, (n) => (n === 10 ? 0.89 : 0.95)),
        new Set(['app to proxy']),
      ),
    ).toEqual([]);
    expect(evaluate(looksOf(4), new Set(['app to proxy']))).toHaveLength(1);
  });

  it('goes on with the socket when its programs become known', () => {
    const unknown = { process: undefined, peerProcess: undefined };
    expect(evaluate(looksOf(11, undefined, unknown))[0]).toMatchObject({
      subject: 'unix to its reader',
      formerly: ['inode 7'],
    });
    expect(evaluate(looksOf(4), new Set(['unix to its reader', 'inode 7']))[0]).toMatchObject({
      subject: 'app to proxy',
      formerly: ['inode 7'],
    });
  });

  it('wants 90 % of the buffer, and looks without a gap', () => {
    expect(evaluate(looksOf(30, () => 0.9))).toHaveLength(1);
    expect(evaluate(looksOf(30, () => 0.89))).toEqual([]);
    expect(evaluate(looksOf(30, (n) => (n % 8 === 0 ? undefined : 1)))).toEqual([]);
  });

  it('is silent about datagrams and listeners', () => {
    expect(evaluate(looksOf(30, () => 1, { type: 'dgram' }))).toEqual([]);
    expect(evaluate(looksOf(30, () => 1, { state: 'listen' }))).toEqual([]);
  });

  it('names both programs, and what to look at', () => {
    const [finding] = evaluate(looksOf(21));
    expect(finding).toMatchObject({ subject: 'app to proxy', severity: 'warning', changes: [], arithmetic: '' });
    expect(finding?.title).toBe('proxy does not keep up with what app sends it over a Unix socket');
    expect(finding?.where).toBe('Unix stream socket of app (pid 1), read by proxy (pid 2): 205 KiB of 208 KiB unread');
    expect(finding?.why).toContain('every look for 20 s');
    expect(finding?.actions[0]).toContain('/proc/2/stack');
  });

  it('tells connections between the same two programs once', () => {
    const looks = looksOf(21).map((rows) => rows.flatMap((row) => [row, { ...row, inode: 8, cookie: 'u2' }]));
    const found = evaluate(looks);
    expect(found).toHaveLength(1);
    expect(found[0]?.where).toContain(', and 1 more');
  });
});
