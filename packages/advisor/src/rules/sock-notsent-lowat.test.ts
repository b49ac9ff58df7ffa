import type { SocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { advise } from '../advise.ts';
import { AdviceBook } from '../book.ts';
import { contextOf, dumpsOf, NOTHING_OPEN, socketRow, told } from '../contextFixture.ts';
import { sockNotsentLowat } from './sock-notsent-lowat.ts';

const SENDER: Partial<SocketRow> = {
  process: 'web',
  pid: 8,
  localPort: 443,
  notsentBytes: 1_000_000,
  txBytesPerSecond: 200_000,
};
interface Server {
  readonly connections: number;
  readonly looks: number;
  readonly served: number;
  readonly lowat: string;
}
/** A look a second at so many connections of a server. */
const seen = (
  row: Partial<SocketRow> = {},
  { connections = 3, looks = 20, served = 443, lowat = '4294967295' }: Partial<Server> = {},
) => {
  const rows = Array.from({ length: connections }, (_, n) => socketRow({ ...SENDER, cookie: `c${n}`, ...row }));
  const listener = socketRow({ state: 'listen', localPort: served, cookie: 'l' });
  const sockets = dumpsOf(
    'senders',
    Array.from({ length: looks }, () => rows),
  ).map((dump) => ({ ...dump, listeners: [listener] }));
  return { sockets, tunables: { 'net.ipv4.tcp_notsent_lowat': lowat } };
};
const evaluate = (
  row: Partial<SocketRow> = {},
  { open = NOTHING_OPEN, ...more }: Partial<Server> & { readonly open?: ReadonlySet<string> } = {},
) => told(sockNotsentLowat, contextOf({}, seen(row, more)), open);
const OPEN = new Set(['tcp :443']);

describe('sock-notsent-lowat', () => {
  it('speaks above a second of unsent data, and until half a second', () => {
    expect(evaluate({ txBytesPerSecond: 1_000_000 })).toEqual([]);
    expect(evaluate({ txBytesPerSecond: 999_999 })).toHaveLength(1);
    expect(evaluate({ txBytesPerSecond: 1_999_999 }, { open: OPEN })).toHaveLength(1);
    expect(evaluate({ txBytesPerSecond: 2_000_000 }, { open: OPEN })).toEqual([]);
  });

  it('is silent about single transfers, clients, little data and short looks', () => {
    expect(evaluate({}, { connections: 2 })).toEqual([]);
    expect(evaluate({}, { served: 80 })).toEqual([]);
    expect(evaluate({ notsentBytes: 131_071, txBytesPerSecond: 1000 })).toEqual([]);
    expect(evaluate({}, { looks: 10 })).toEqual([]);
    expect(evaluate({}, { looks: 11 })).toHaveLength(1);
  });

  it('proposes 20 ms of the fastest, from 128 KiB to 1 MiB', () => {
    const proposed = (row: Partial<SocketRow>, lowat?: string) =>
      evaluate(row, lowat === undefined ? {} : { lowat })[0]?.changes.map((each) => each.proposed);
    expect(proposed({})).toEqual(['131072']);
    expect(proposed({ notsentBytes: 20_000_000, txBytesPerSecond: 10_000_000 })).toEqual(['262144']);
    expect(proposed({ notsentBytes: 900_000_000, txBytesPerSecond: 300_000_000 })).toEqual(['1048576']);
    expect(proposed({}, '131072')).toEqual([]);
  });

  it('tells how long the last byte waits', () => {
    const [finding] = evaluate();
    expect(finding).toMatchObject({ subject: 'tcp :443', severity: 'info' });
    expect(finding?.title).toBe('What web writes last waits 5.00 s in its own send buffers');
    expect(finding?.where).toBe('3 connections of web (pid 8) on port 443');
  });

  it('goes on proposing what the fastest moment needed while it is open', () => {
    const book = new AdviceBook();
    const proposed = (txBytesPerSecond: number) => {
      const context = contextOf({}, seen({ notsentBytes: 20_000_000, txBytesPerSecond }));
      return advise(book, context, 0, [sockNotsentLowat]).advice[0]?.changes[0]?.proposed;
    };
    expect([10_000_000, 10_000_000, 5_000_000].map(proposed)).toEqual([undefined, '262144', '262144']);
  });
});
