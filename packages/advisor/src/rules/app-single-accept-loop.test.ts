import type { SocketRow } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { contextOf, dumpsOf, grew, NOTHING_OPEN, type Samples, socketRow, told } from '../contextFixture.ts';
import { appSingleAcceptLoop } from './app-single-accept-loop.ts';

const GAP = 'application.processes.worstQueueGapShare';
/** Two CPUs, of whose time so much is idle. */
const cpu = (idle: number): Samples => ({
  'application.stat.userSeconds': grew(2 - 2 * idle),
  'application.stat.systemSeconds': grew(0),
  'application.stat.idleSeconds': grew(2 * idle),
});
const LISTENER: Partial<SocketRow> = {
  state: 'listen',
  process: 'api',
  pid: 6,
  local: '0.0.0.0',
  localPort: 80,
  remotePort: 0,
  sendQ: 128,
};
/** Half full in every so many looks. */
const looksOf = (every: number, more: Partial<SocketRow> = {}, looks = 60) =>
  Array.from({ length: looks }, (_, n) => [socketRow({ ...LISTENER, recvQ: n % every === 0 ? 64 : 3, ...more })]);
const evaluate = (
  looks: readonly (readonly SocketRow[])[],
  samples: Samples = cpu(0.6),
  open: ReadonlySet<string> = NOTHING_OPEN,
) => told(appSingleAcceptLoop, contextOf(samples, { sockets: dumpsOf('listeners', looks) }), open);

describe('a listener alone on its port', () => {
  it('speaks when it is half full in more than a tenth of the looks, and until a twentieth', () => {
    expect(evaluate(looksOf(10))).toEqual([]);
    const [finding] = evaluate(looksOf(9));
    expect(finding).toMatchObject({ subject: ':80', severity: 'info', confidence: 'low', changes: [], arithmetic: '' });
    expect(finding?.title).toBe('api accepts connections in one place, and they queue while CPUs are idle');
    expect(finding?.why).toContain('60.0 % of the time of all CPUs was idle');
    // The queue is seen with room in most looks, the newest too: what the advice rests on is how full it gets.
    expect(finding).toMatchObject({
      where: 'api (pid 6) listening on :80: up to 64 connections waited in the last minute, 3 now, backlog 128',
      evidence: [{ value: 64, over: { as: 'peak', seconds: 60 } }],
    });
    expect(evaluate(looksOf(19), cpu(0.6), new Set([':80']))).toHaveLength(1);
    expect(evaluate(looksOf(20), cpu(0.6), new Set([':80']))).toEqual([]);
  });

  it.each([
    ['busy CPUs', looksOf(4), cpu(0.29)],
    ['CPUs that are not known', looksOf(4), {}],
    ['a small backlog', looksOf(4, { sendQ: 15 }), cpu(0.6)],
    ['a queue that never empties', looksOf(1), cpu(0.6)],
    ['few looks', looksOf(4, {}, 14), cpu(0.6)],
    [
      'another listener on the port',
      looksOf(4).map((rows) => [...rows, socketRow({ ...LISTENER, cookie: 'b2' })]),
      cpu(0.6),
    ],
  ] as const)('is silent with %s', (_, looks, samples) => {
    expect(evaluate(looks, samples)).toEqual([]);
  });
});

describe('listeners that share a port', () => {
  const gap = (value: number | readonly number[], open = false) =>
    evaluate([], { [GAP]: value }, open ? new Set(['shared']) : NOTHING_OPEN);

  it('speaks when one queue stays half a backlog fuller, and until a quarter', () => {
    expect(gap(0.5)).toEqual([]);
    expect(gap(0.51)[0]).toMatchObject({ subject: 'shared', severity: 'warning', changes: [], arithmetic: '' });
    expect(gap(0.51)[0]?.evidence.map(({ value }) => value)).toEqual([0.51]);
    expect(gap(0.26, true)).toHaveLength(1);
    expect(gap(0.25, true)).toEqual([]);
  });

  it('is silent when the queues were even within the last half minute, or not seen for as long', () => {
    expect(gap(Array.from({ length: 121 }, (_, n) => (n === 100 ? 0.1 : 0.9)))).toEqual([]);
    expect(gap(Array.from({ length: 121 }, (_, n) => (n < 100 ? Number.NaN : 0.9)))).toEqual([]);
  });
});
