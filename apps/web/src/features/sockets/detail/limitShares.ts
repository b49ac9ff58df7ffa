import type { SocketDetail } from '@netstrata/metrics';
import { numberOf } from './numberOf.ts';

/** Parts of a second of a connection, which are one together. */
export interface LimitShares {
  readonly timeMs: number;
  /** Nothing to send. */
  readonly idle: number;
  /** Busy, and held back by neither: congestion window and path. */
  readonly busy: number;
  readonly rwnd: number;
  readonly sndbuf: number;
}

/** From one answer to the next; undefined where the kernel does not count these times, or has begun anew. */
export const limitShares = (now: SocketDetail, before: SocketDetail | undefined): LimitShares | undefined => {
  if (before === undefined || before.cookie !== now.cookie) return undefined;
  const spanUs = (now.timeMs - before.timeMs) * 1000;
  const grown = (id: string) => (numberOf(now, id) ?? Number.NaN) - (numberOf(before, id) ?? Number.NaN);
  const all = grown('busyTimeUs');
  if (!(spanUs > 0 && all >= 0)) return undefined;
  const share = (us: number) => Math.min(1, Math.max(0, us / spanUs) || 0);
  const busy = share(all);
  const rwnd = Math.min(busy, share(grown('rwndLimitedUs')));
  const sndbuf = Math.min(busy - rwnd, share(grown('sndbufLimitedUs')));
  return { timeMs: now.timeMs, idle: 1 - busy, busy: busy - rwnd - sndbuf, rwnd, sndbuf };
};

/** A second more; those that are too old to be shown go. */
export const withShares = <Shares extends { readonly timeMs: number }>(
  band: readonly Shares[],
  next: Shares,
  most: number,
): readonly Shares[] => (next.timeMs <= (band.at(-1)?.timeMs ?? 0) ? band : [...band.slice(1 - most), next]);
