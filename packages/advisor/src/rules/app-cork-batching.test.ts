import type { SocketRow } from '@netstrata/metrics';
import { expect, it } from 'vitest';
import { contextOf, dumpsOf, grew, NOTHING_OPEN, socketRow, told } from '../contextFixture.ts';
import { appCorkBatching } from './app-cork-batching.ts';

const looksOf = (perSecond: number, meanBytes: number, more: Partial<SocketRow> = {}, looks = 20) =>
  Array.from({ length: looks }, (_, n) => [
    socketRow({
      process: 'feed',
      pid: 5,
      mssBytes: 1000,
      dataSegsOut: 100 + perSecond * n,
      bytesAcked: 5000 + perSecond * meanBytes * n,
      ...more,
    }),
  ]);
const evaluate = (looks: readonly (readonly SocketRow[])[], open: ReadonlySet<string> = NOTHING_OPEN) =>
  told(
    appCorkBatching,
    contextOf({ 'transport.tcpExt.tcpOrigDataSent': grew(8000) }, { sockets: dumpsOf('senders', looks) }),
    open,
  );
const OPEN = new Set(['feed']);

it.each([
  ['3,000 a second', 3000, 20, 0],
  ['more', 3001, 20, 1],
  ['segments 30 % full', 8000, 300, 0],
  ['segments below that', 8000, 299, 1],
])('with %s', (_, perSecond, meanBytes, findings) => {
  expect(evaluate(looksOf(perSecond, meanBytes))).toHaveLength(findings);
});

it('stays open above 1,500 a second and below half-full segments', () => {
  expect(evaluate(looksOf(1501, 499), OPEN)).toHaveLength(1);
  expect(evaluate(looksOf(1500, 20), OPEN)).toEqual([]);
  expect(evaluate(looksOf(8000, 500), OPEN)).toEqual([]);
});

it('wants 10 s of looks, and a kernel that counts segments', () => {
  expect(evaluate(looksOf(8000, 20, {}, 10))).toEqual([]);
  expect(evaluate(looksOf(8000, 20, {}, 11))).toHaveLength(1);
  expect(evaluate(looksOf(8000, 20, { dataSegsOut: undefined }))).toEqual([]);
});

it('names the program, its segments and no sysctl', () => {
  const [finding] = evaluate(looksOf(8000, 20));
  expect(finding).toMatchObject({ subject: 'feed', severity: 'info', changes: [], arithmetic: '' });
  expect(finding?.why).toContain('sends 8.00k segments/s with 20 B each on one connection');
  expect(finding?.evidence.map(({ value }) => value)).toEqual([8000]);
});
