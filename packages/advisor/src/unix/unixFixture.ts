import type { SocketsReport, UnixSocketRow } from '@netstrata/metrics';
import { dumpsOf } from '../contextFixture.ts';

/** For tests: a look a second at what Unix sockets hold, the last one now. */
export function unixDumps(looks: readonly (readonly Partial<UnixSocketRow>[])[]): SocketsReport[] {
  return dumpsOf(
    'fullest',
    looks.map(() => []),
  ).map((dump, n) => ({
    ...dump,
    unix: looks[n]?.map((row) => ({
      type: 'stream',
      state: 'established',
      cookie: 'u1',
      inode: 7,
      recvQ: 0,
      sendQ: 0,
      fill: 0,
      ...row,
    })),
  }));
}
