import type { UnixSocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { contextOf, NOTHING_OPEN, SHORT_OF_MEMORY, told } from '../contextFixture.ts';
import { unixDumps } from '../unix/unixFixture.ts';
import { sockUnixDgramFull } from './sock-unix-dgram-full.ts';

/** Eleven datagrams of 100 bytes, which the kernel charges 768 each. */
const FULL: Partial<UnixSocketRow> = {
  type: 'dgram',
  process: 'app',
  pid: 1,
  peerProcess: 'rsyslogd',
  peerPid: 2,
  peerInode: 9,
  peerName: '/dev/log',
  peerRecvQ: 100,
  sendQ: 11 * 768,
  fill: 0.04,
};
const looksOf = (looks: number, row: (n: number) => Partial<UnixSocketRow> | undefined = () => ({})) =>
  Array.from({ length: looks }, (_, n) => {
    const more = row(n);
    return more === undefined ? [] : [{ ...FULL, ...more }];
  });
const evaluate = (
  looks: ReturnType<typeof looksOf>,
  {
    open = NOTHING_OPEN,
    qlen = '10',
    samples = {},
  }: { open?: ReadonlySet<string>; qlen?: string; samples?: object } = {},
) =>
  told(
    sockUnixDgramFull,
    contextOf({ ...samples }, { sockets: unixDumps(looks), tunables: { 'net.unix.max_dgram_qlen': qlen } }),
    open,
  );
/** Full in every third look. */
const bursts = (looks: number) => looksOf(looks, (n) => (n % 3 === 0 ? {} : undefined));

describe('a reader that is behind', () => {
  it('is named after 10 s of full looks, without a change', () => {
    expect(evaluate(looksOf(10))).toEqual([]);
    const [finding] = evaluate(looksOf(11));
    expect(finding).toMatchObject({ subject: '/dev/log', severity: 'warning', changes: [], arithmetic: '' });
    expect(finding?.title).toBe('rsyslogd does not read its Unix datagrams');
    expect(finding?.where).toContain('about 11 datagrams wait, limit 11');
  });

  it('is the same by its socket, whatever is known of it', () => {
    const unknown = evaluate(looksOf(11, () => ({ peerName: undefined, peerProcess: undefined })));
    expect(unknown[0]).toMatchObject({ subject: 'its reader', formerly: ['inode 9'] });
    expect(evaluate(looksOf(4), { open: new Set(['inode 9']) })[0]).toMatchObject({
      subject: '/dev/log',
      formerly: ['inode 9'],
    });
  });

  it('is not seen at one datagram less, in another type, or where the size is not known', () => {
    expect(evaluate(looksOf(30, () => ({ sendQ: 10 * 768 })))).toEqual([]);
    expect(evaluate(looksOf(30, () => ({ type: 'stream' })))).toEqual([]);
    expect(evaluate(looksOf(30, () => ({ peerRecvQ: undefined })))).toEqual([]);
    expect(evaluate(looksOf(30), { qlen: '' })).toEqual([]);
  });

  it('is full by several senders together', () => {
    const two = looksOf(30, () => ({ sendQ: 6 * 768 })).map(([row]) => [row ?? {}, { ...row, inode: 8, cookie: 'u2' }]);
    expect(evaluate(two)[0]?.where).toContain('about 12 datagrams wait');
  });

  it('reckons larger datagrams at what they are charged', () => {
    const [finding] = evaluate(looksOf(30, () => ({ peerRecvQ: 1000, sendQ: 11 * 2304 })));
    expect(finding?.where).toContain('about 11 datagrams wait');
  });
});

describe('bursts', () => {
  it('are told from three full looks and three others, with a longer queue', () => {
    expect(evaluate(bursts(6))).toEqual([]);
    const [finding] = evaluate(bursts(9));
    expect(finding?.title).toBe('Bursts fill the Unix datagram queue of rsyslogd');
    expect(finding?.changes).toEqual([
      { tunable: 'net.unix.max_dgram_qlen', namespace: 'host', current: '10', proposed: '32' },
    ]);
    expect(finding?.arithmetic).toBe('2 x 11 datagrams that filled it, as a power of two: 32');
  });

  it('keep open for a minute', () => {
    const one = looksOf(60, (n) => (n === 1 ? {} : undefined));
    expect(evaluate(one)).toEqual([]);
    expect(evaluate(one, { open: new Set(['/dev/log']) })).toHaveLength(1);
  });

  it('change nothing at the largest queue and while memory is short', () => {
    const many = (n: number) => (n % 3 === 0 ? { sendQ: 5000 * 768 } : undefined);
    expect(evaluate(looksOf(30, many), { qlen: '4096' })[0]).toMatchObject({ changes: [], arithmetic: '' });
    expect(evaluate(bursts(30), { samples: SHORT_OF_MEMORY })[0]).toMatchObject({ changes: [], arithmetic: '' });
  });
});
