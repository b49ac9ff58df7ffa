import { type InetDiagCursor, STATE_NUMBER, TCP_INFO_U64 } from '@netstrata/kernel';
import { expect, it } from 'vitest';
import { PreviousSockets } from './PreviousSockets.ts';
import { SocketView } from './SocketView.ts';

/** An established connection whose counters are these. */
const connection = (counters: Readonly<Record<number, number>>): InetDiagCursor =>
  ({
    state: STATE_NUMBER.established,
    cookieKey: 7,
    recvQ: 0,
    sendQ: 0,
    rmemAlloc: 0,
    rcvbuf: 131_072,
    wmemQueued: 0,
    sndbuf: 87_040,
    tcpInfoBytes: 280,
    tcpInfo8: () => 0,
    tcpInfo32: () => 0,
    tcpInfo64: (offset: number) => counters[offset] ?? 0,
    deliveryRateAppLimited: false,
  }) as unknown as InetDiagCursor;

/** The view at the second of two looks, a second apart. */
function secondLook(cursor: InetDiagCursor): SocketView {
  const previous = new PreviousSockets();
  const view = new SocketView(previous);
  for (const intervalMs of [Number.NaN, 1000]) {
    previous.beginDump();
    view.begin(intervalMs);
    view.moveTo(cursor, 'tcp');
    previous.endDump();
  }
  return view;
}

it('a connection that never carried anything is known to be idle from the second look on', () => {
  const { limit, busyShare, txBytesPerSecond, rxBytesPerSecond } = secondLook(
    connection({ [TCP_INFO_U64.bytesAcked]: 1 }),
  );
  expect({ limit, busyShare, txBytesPerSecond, rxBytesPerSecond }).toEqual({
    limit: 'application',
    busyShare: 0,
    txBytesPerSecond: 0,
    rxBytesPerSecond: 0,
  });
});

it('stays unknown at the first look, and where the kernel does not count the time', () => {
  const first = new SocketView(new PreviousSockets());
  first.begin(Number.NaN);
  first.moveTo(connection({}), 'tcp');
  expect(first.limit).toBe('unknown');
  expect(secondLook(connection({ [TCP_INFO_U64.busyTimeUs]: Number.NaN })).limit).toBe('unknown');
});
