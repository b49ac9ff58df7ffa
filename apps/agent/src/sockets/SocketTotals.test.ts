import { type InetDiagCursor, STATE_NUMBER, TCP_INFO_U8, TCP_INFO_U32 } from '@netstrata/kernel';
import { expect, it } from 'vitest';
import { PreviousSockets } from './PreviousSockets.ts';
import { SocketTotals } from './SocketTotals.ts';
import { SocketView } from './SocketView.ts';

const HOURS_MS = 7_200_000;

/** An established connection: how long ago something came and went, and its timer as inet_diag numbers it (2 is keepalive). */
function connection(lastDataRecvMs: number, lastDataSentMs: number, timer = 0, timeouts = 0): InetDiagCursor {
  const info: Readonly<Record<number, number>> = {
    [TCP_INFO_U32.lastDataRecvMs]: lastDataRecvMs,
    [TCP_INFO_U32.lastDataSentMs]: lastDataSentMs,
  };
  return {
    state: STATE_NUMBER.established,
    timer,
    recvQ: 0,
    sendQ: 0,
    hasSkmem: false,
    tcpInfoBytes: 280,
    tcpInfo32: (offset: number) => info[offset] ?? Number.NaN,
    tcpInfo64: () => Number.NaN,
    tcpInfo8: (offset: number) => (offset === TCP_INFO_U8.retransmits ? timeouts : Number.NaN),
    deliveryRateAppLimited: false,
  } as unknown as InetDiagCursor;
}

it('counts connections that are silent for two hours both ways and that no timer watches', () => {
  const totals = new SocketTotals();
  const view = new SocketView(new PreviousSockets());
  view.begin(Number.NaN);
  for (const cursor of [
    connection(HOURS_MS, HOURS_MS),
    connection(20 * HOURS_MS, 3 * HOURS_MS),
    connection(HOURS_MS - 1, HOURS_MS),
    connection(HOURS_MS, HOURS_MS - 1),
    connection(HOURS_MS, HOURS_MS, 2),
    connection(HOURS_MS, HOURS_MS, 1),
    connection(Number.NaN, HOURS_MS),
  ]) {
    view.moveTo(cursor, 'tcp');
    totals.add(view);
  }
  expect(totals.summary({ dumpMs: 1, dumpIntervalMs: undefined }).silentSockets).toBe(2);
  totals.clear();
  expect(totals.summary({ dumpMs: 1, dumpIntervalMs: undefined }).silentSockets).toBe(0);
});

it('counts connections whose data met two timeouts in a row', () => {
  const totals = new SocketTotals();
  const view = new SocketView(new PreviousSockets());
  view.begin(Number.NaN);
  for (const timeouts of [0, 1, 2, 7]) {
    view.moveTo(connection(0, 0, 1, timeouts), 'tcp');
    totals.add(view);
  }
  expect(totals.summary({ dumpMs: 1, dumpIntervalMs: undefined }).unansweredSockets).toBe(2);
});
