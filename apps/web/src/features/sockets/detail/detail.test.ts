import { type SocketDetail, socketCatalogue } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { commandsOf } from './commands.ts';
import { groupsOf, optionRows } from './fields.ts';

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
  groupsOf(socketCatalogue(), now, before).flatMap(({ rows }) => rows);
const rowOf = (id: string, now: SocketDetail, before?: SocketDetail) =>
  rowsOf(now, before).find((row) => row.id === id);

describe('groupsOf', () => {
  it('shows what is known, in words and units, and leaves out groups without anything', () => {
    expect(groupsOf(socketCatalogue(), detail(), undefined).map(({ id }) => id)).toEqual([
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

describe('optionRows', () => {
  it('says what values mean, and dims those that nobody touched', () => {
    const options = { SO_BUF_LOCK: 2, TCP_NODELAY: false, SO_LINGER: 0, TCP_KEEPIDLE: 7200, SOMETHING_NEW: 1 };
    expect(
      optionRows(socketCatalogue(), detail({ options })).map(({ id, value, quiet }) => [id, value, quiet]),
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
