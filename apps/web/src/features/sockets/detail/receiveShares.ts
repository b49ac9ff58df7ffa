import { incomingBytes, type SocketDetail } from '@netstrata/metrics';
import { numberOf } from './numberOf.ts';
import { receiveWindowOf } from './windowsOf.ts';

/** Parts of the receive window in a second of a connection, which are one together where all are known. */
export interface ReceiveShares {
  readonly timeMs: number;
  readonly unread: number;
  /** Under way from the peer: what comes in a round trip. NaN where that cannot be told. */
  readonly coming: number;
  /** What the peer leaves free, `coming` included where that cannot be told. */
  readonly free: number;
}

/** From one answer to the next; undefined of a socket that sends more than it receives, and where the kernel does not tell its window. */
export const receiveShares = (now: SocketDetail, before: SocketDetail | undefined): ReceiveShares | undefined => {
  const window = receiveWindowOf(now);
  if (window === undefined || before === undefined || before.cookie !== now.cookie) return undefined;
  const seconds = (now.timeMs - before.timeMs) / 1000;
  const grown = (id: string) => (numberOf(now, id) ?? Number.NaN) - (numberOf(before, id) ?? Number.NaN);
  const received = grown('bytesReceived');
  const total = window.unread + window.free;
  if (!(seconds > 0 && total > 0 && received > grown('bytesAcked'))) return undefined;
  const incoming = incomingBytes({
    rxBytesPerSecond: received / seconds,
    rcvRttUs: numberOf(now, 'rcvRttUs') ?? Number.NaN,
    rttUs: numberOf(now, 'rttUs') ?? Number.NaN,
    recvQ: window.unread,
    rcvWndBytes: window.free,
  });
  const coming = Math.min(incoming, window.free);
  return {
    timeMs: now.timeMs,
    unread: window.unread / total,
    coming: coming / total,
    free: (window.free - (coming || 0)) / total,
  };
};

/** Bytes that are under way to a receiver; undefined where that cannot be told. */
export const comingBytes = (now: SocketDetail, before: SocketDetail | undefined): number | undefined => {
  const [window, shares] = [receiveWindowOf(now), receiveShares(now, before)];
  if (window === undefined || shares === undefined || Number.isNaN(shares.coming)) return undefined;
  return shares.coming * (window.unread + window.free);
};
