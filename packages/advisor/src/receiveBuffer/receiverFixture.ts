import type { SocketRow, SocketsReport } from '@netstrata/metrics';
import { dumpsOf, socketRow } from '../contextFixture.ts';

/** For tests: curl over 40 ms, which takes all of a window of 98,304 bytes in each round trip: 19.7 Mbit/s. */
const RECEIVER: Partial<SocketRow> = {
  process: 'curl',
  pid: 7,
  rcvbuf: 131_072,
  rcvWndBytes: 98_304,
  rcvRttUs: 40_000,
  rttUs: 40_000,
  rxBytesPerSecond: 2_457_600,
  recvQ: 0,
};

/** A look a second: what each shows beside that. */
export function receiverDumps(row: (n: number) => Partial<SocketRow> = () => ({}), looks = 20): SocketsReport[] {
  return dumpsOf(
    'receivers',
    Array.from({ length: looks }, (_, n) => [socketRow({ ...RECEIVER, ...row(n) })]),
  );
}
