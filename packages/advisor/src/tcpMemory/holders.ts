import type { SocketRow } from '@netstrata/metrics';
import { recentDumps } from '../dumps.ts';
import type { RuleContext } from '../types.ts';

const DUMP_SECONDS = 30;

export interface Holder {
  readonly name: string;
  readonly bytes: number;
  readonly sockets: number;
}

const nameOf = ({ process, pid }: SocketRow) =>
  process === undefined ? 'sockets without a visible program' : `${process}${pid === undefined ? '' : ` (pid ${pid})`}`;

/** Who holds most memory in TCP sockets, of the fullest ones that the newest dump lists; most first. */
export function tcpHolders(context: RuleContext): readonly Holder[] {
  const rows = recentDumps(context, DUMP_SECONDS).at(-1)?.fullest ?? [];
  const byName = Map.groupBy(
    rows.filter(({ protocol }) => protocol === 'tcp'),
    nameOf,
  );
  return [...byName]
    .map(([name, sockets]) => ({
      name,
      sockets: sockets.length,
      bytes: sockets.reduce((sum, { rmemAlloc = 0, wmemQueued = 0 }) => sum + rmemAlloc + wmemQueued, 0),
    }))
    .filter(({ bytes }) => bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes);
}
