import type { SocketRow, Words } from '@netstrata/metrics';
import { recentDumps } from '../dumps.ts';
import { whoOf } from '../owner.ts';
import type { RuleContext } from '../types.ts';

const DUMP_SECONDS = 30;

export interface Holder {
  readonly name: Words;
  readonly bytes: number;
  readonly sockets: number;
}

const keyOf = ({ process, pid }: SocketRow): string => `${process} ${pid}`;
const nameOf = (row: Pick<SocketRow, 'process' | 'pid' | 'script'>): Words =>
  row.process === undefined
    ? { en: 'sockets without a visible program', 'zh-CN': '看不到所属程序的套接字' }
    : whoOf(row);

/** Who holds most memory in TCP sockets, of the fullest ones that the newest dump lists; most first. */
export function tcpHolders(context: RuleContext): readonly Holder[] {
  const rows = recentDumps(context, DUMP_SECONDS).at(-1)?.fullest ?? [];
  const byProgram = Map.groupBy(
    rows.filter(({ protocol }) => protocol === 'tcp'),
    keyOf,
  );
  return [...byProgram.values()]
    .map((sockets) => ({
      name: nameOf(sockets[0] ?? {}),
      sockets: sockets.length,
      bytes: sockets.reduce((sum, { rmemAlloc = 0, wmemQueued = 0 }) => sum + rmemAlloc + wmemQueued, 0),
    }))
    .filter(({ bytes }) => bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes);
}
