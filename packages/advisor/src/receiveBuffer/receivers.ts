import { formatValue, isRoundTrip, type SocketRow, tunableNumbers, type Words } from '@netstrata/metrics';
import { recentDumps, runsUpToNow, type Sight, sightsByCookie, spanSeconds, trailingRun } from '../dumps.ts';
import { pow2ceil } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { median } from '../median.ts';
import type { RuleContext } from '../types.ts';

export const TCP_RMEM = 'net.ipv4.tcp_rmem';
export const RMEM_MAX = 'net.core.rmem_max';
export const RECEIVER_TUNABLES = [TCP_RMEM, RMEM_MAX, 'net.ipv4.tcp_moderate_rcvbuf', 'net.ipv4.tcp_mem'];

const DUMP_SECONDS = 40;
/** A buffer that kept its size for so long does not grow any more; longer than it takes until a change of tcp_rmem is known here. */
const FIXED = { fire: { seconds: 15, looks: 5 }, clear: { seconds: 5, looks: 2 } };
/** What is open may be missing in the list for so long, as when the sender pauses. */
const PAUSE_MS = 20_000;
/** Of the window that one round trip uses up. */
const USE = { fire: 0.8, clear: 0.6 };
/** A buffer this near to tcp_rmem's third number has grown as far as it may. */
const AT_CEILING = 0.9;
/** Of the window: with more unread, the program is what the peer waits for. */
const UNREAD = 0.5;

/** What decides the size: tcp_rmem's third number, rmem_max (the program asked for more), or the program alone. */
export type ReceiverKind = 'ceiling' | 'maximum' | 'locked';

/** A connection that could receive faster if its receive buffer were larger. */
export interface Receiver {
  readonly row: SocketRow;
  readonly kind: ReceiverKind;
  readonly rcvbuf: number;
  readonly windowBytes: number;
  readonly rttUs: number;
  readonly bytesPerSecond: number;
  /** Bytes of receive buffer that would let twice as much through: a power of two. */
  readonly wanted: number;
  readonly arithmetic: Words;
}

function kindOf({ tunables }: RuleContext, rcvbuf: number): ReceiverKind | undefined {
  const most = tunableNumbers(tunables, TCP_RMEM)?.[2];
  if (most === undefined) return undefined;
  if (rcvbuf >= AT_CEILING * most && rcvbuf <= most) return 'ceiling';
  return rcvbuf === 2 * (tunableNumbers(tunables, RMEM_MAX)?.[0] ?? Number.NaN) ? 'maximum' : 'locked';
}

const isRead = ({ limit }: SocketRow): boolean => limit !== 'reader';

function receiverOf(context: RuleContext, seen: readonly Sight[], open: boolean): Receiver | undefined {
  const row = seen.at(-1)?.row;
  const run = trailingRun(seen, (sight) => sight.rcvbuf === row?.rcvbuf);
  const rcvbuf = row?.rcvbuf;
  const { seconds, looks } = open ? FIXED.clear : FIXED.fire;
  if (row === undefined || rcvbuf === undefined || spanSeconds(run) < seconds || run.length < looks) return undefined;
  const rttUs = median(run.flatMap((sight) => sight.row.rcvRttUs ?? []));
  const bytesPerSecond = median(run.flatMap((sight) => sight.row.rxBytesPerSecond ?? []));
  const windows = run.flatMap((sight) => sight.row.rcvWndBytes ?? []);
  const unread = median(run.map((sight) => sight.row.recvQ)) ?? 0;
  if (rttUs === undefined || bytesPerSecond === undefined || windows.length === 0) return undefined;
  if (row.rttUs === undefined || !isRoundTrip({ rcvRttUs: rttUs, rttUs: row.rttUs })) return undefined;
  const windowBytes = Math.max(...windows);
  const inFlight = (bytesPerSecond * rttUs) / 1e6;
  const kind = kindOf(context, rcvbuf);
  if (kind === undefined || unread > UNREAD * windowBytes || !isOver(inFlight / windowBytes, USE, open))
    return undefined;
  const share = Math.min(1, windowBytes / rcvbuf);
  const moreThanWindow = inFlight > windowBytes;
  const bytes = (2 * Math.min(inFlight, windowBytes)) / share;
  return {
    row,
    kind,
    rcvbuf,
    windowBytes,
    rttUs,
    bytesPerSecond,
    wanted: pow2ceil(bytes),
    arithmetic: {
      en: `${formatValue(bytesPerSecond, 'bytes/s')} x ${formatValue(rttUs, 'microseconds')} = ${formatValue(inFlight, 'bytes')} in flight, ${moreThanWindow ? 'at most the' : 'of a'} window of ${formatValue(windowBytes, 'bytes')}; twice that, at ${formatValue(share, 'share')} of the buffer as window = ${formatValue(bytes, 'bytes')}; next power of two: ${pow2ceil(bytes)}`,
      'zh-CN': `${formatValue(bytesPerSecond, 'bytes/s')} x ${formatValue(rttUs, 'microseconds')} = 在途 ${formatValue(inFlight, 'bytes')}，${moreThanWindow ? '以窗口为上限' : '窗口为'} ${formatValue(windowBytes, 'bytes')}；取两倍，按缓冲区的 ${formatValue(share, 'share')} 作窗口 = ${formatValue(bytes, 'bytes')}；向上取 2 的幂：${pow2ceil(bytes)}`,
    },
  };
}

/**
 * Connections of which one round trip uses up the receive window, while their program reads in time and their buffer has stopped
 * growing: the fastest first. None where the kernel does not tell the window (before 6.2), or is not to let buffers grow.
 */
export function limitedReceivers(
  context: RuleContext,
  wanted: ReceiverKind,
  isOpen: (row: SocketRow) => boolean,
): readonly Receiver[] {
  if (tunableNumbers(context.tunables, 'net.ipv4.tcp_moderate_rcvbuf')?.[0] === 0) return [];
  const dumps = recentDumps(context, DUMP_SECONDS).filter(({ timeMs }) => timeMs >= (context.tunablesSinceMs ?? 0));
  const going = runsUpToNow(dumps, 'receivers', isRead);
  const newestMs = dumps.at(-1)?.timeMs ?? 0;
  return [...sightsByCookie(dumps, 'receivers', isRead)]
    .flatMap(([cookie, sights]) => {
      const lastMs = sights.at(-1)?.timeMs ?? 0;
      const open = newestMs - lastMs <= PAUSE_MS && sights.some(({ row }) => isOpen(row));
      return receiverOf(context, open ? sights : (going.get(cookie) ?? []), open) ?? [];
    })
    .filter(({ kind }) => kind === wanted)
    .toSorted((a, b) => b.bytesPerSecond - a.bytesPerSecond);
}
