import type { SocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { contextOf, dumpsOf, grew, NOTHING_OPEN, socketRow, told } from '../contextFixture.ts';
import { appNotReading } from './app-not-reading.ts';

const STUCK: Partial<SocketRow> = {
  process: 'worker',
  pid: 42,
  localPort: 9000,
  remotePort: 51_000,
  limit: 'reader',
  fill: 0.9,
  recvQ: 60_000,
  rmemAlloc: 118_000,
  rcvbuf: 131_072,
  bytesReceived: 1_000_000,
};
/** A look a second: `row` says what each shows, undefined one that does not name the socket. */
const looksOf = (looks: number, row: (n: number) => Partial<SocketRow> | undefined = () => ({})) =>
  Array.from({ length: looks }, (_, n) => {
    const more = row(n);
    return more === undefined ? [] : [socketRow({ ...STUCK, ...more })];
  });
const evaluate = (looks: readonly (readonly SocketRow[])[], open: ReadonlySet<string> = NOTHING_OPEN) =>
  told(
    appNotReading,
    contextOf({ 'socket.tcpExt.tcpToZeroWindowAdv': grew(1) }, { sockets: dumpsOf('fullest', looks) }),
    open,
  );
const OPEN = new Set(['worker']);

describe('when it fires', () => {
  it('fires when every look for 20 s sees it full, and clears below 5 s', () => {
    expect(evaluate(looksOf(20))).toEqual([]);
    expect(evaluate(looksOf(21))).toHaveLength(1);
    expect(evaluate(looksOf(6), OPEN)).toHaveLength(1);
    expect(evaluate(looksOf(5), OPEN)).toEqual([]);
  });

  it('goes on with what was open before the program was known, by its address', () => {
    const [finding] = evaluate(looksOf(6), new Set(['10.0.0.1:9000']));
    expect(finding).toMatchObject({ subject: 'worker', formerly: ['10.0.0.1:9000'] });
    expect(evaluate(looksOf(21, () => ({ process: undefined })))[0]?.subject).toBe('10.0.0.1:9000');
  });

  it('is silent about a reader in bursts: one look in between with room, or without the socket among the fullest', () => {
    expect(evaluate(looksOf(40, (n) => (n % 15 === 10 ? { limit: 'none', recvQ: 0 } : {})))).toEqual([]);
    expect(evaluate(looksOf(40, (n) => (n === 35 ? undefined : {})))).toEqual([]);
  });

  it('is silent about listeners, UDP and senders', () => {
    expect(evaluate(looksOf(40, () => ({ protocol: 'udp' })))).toEqual([]);
    expect(evaluate(looksOf(40, () => ({ limit: 'send-buffer' })))).toEqual([]);
  });

  it('is silent when the newest dump is old', () => {
    const sockets = dumpsOf('fullest', looksOf(40)).map((dump) => ({ ...dump, timeMs: dump.timeMs - 16_000 }));
    expect(told(appNotReading, contextOf({}, { sockets }), OPEN)).toEqual([]);
  });
});

describe('what it says', () => {
  it('names a reader that has stopped, with its numbers and no change', () => {
    const [finding] = evaluate(looksOf(31));
    expect(finding).toMatchObject({
      subject: 'worker',
      severity: 'warning',
      title: 'worker has stopped reading what it receives',
      where: 'worker (pid 42), TCP 10.0.0.1:9000 from 10.0.0.9:51000: 58.6 KiB unread',
      changes: [],
      arithmetic: '',
    });
    expect(finding?.why).toContain('For 30 s');
    expect(finding?.evidence.map(({ value }) => value)).toEqual([60_000, 118_000, 131_072, 60]);
    expect(finding?.actions[0]).toContain('/proc/42/stack');
  });

  it('reckons what was read from what came and does not wait any more', () => {
    const slow = (n: number) => ({ bytesReceived: 1_000_000 + 12_000 * n, recvQ: 60_000 + 2000 * n });
    const [finding] = evaluate(looksOf(31, slow));
    expect(finding).toMatchObject({ severity: 'info', title: 'worker reads more slowly than its peer sends' });
    expect(finding?.why).toContain('it read only 80.0 kbit/s meanwhile');
    const filling = (n: number) => ({ bytesReceived: 1_000_000 + 1000 * n, recvQ: 60_000 + 1000 * n });
    expect(evaluate(looksOf(31, filling))[0]?.severity).toBe('warning');
  });

  it('tells a program once, with how many of its connections', () => {
    const many = looksOf(31).map(([row]) =>
      ['a', 'b', 'c'].map((cookie) => ({ ...(row as SocketRow), cookie })).concat(socketRow({ cookie: 'z' })),
    );
    const [finding, ...others] = evaluate(many);
    expect(others).toEqual([]);
    expect(finding?.where).toContain('and 2 more connections');
  });

  it('names the address where the program is not known', () => {
    const [finding] = evaluate(looksOf(31, () => ({ process: undefined, pid: undefined, bytesReceived: undefined })));
    expect(finding).toMatchObject({ subject: '10.0.0.1:9000', severity: 'info' });
    expect(finding?.why).toContain('it read slowly meanwhile');
  });
});
