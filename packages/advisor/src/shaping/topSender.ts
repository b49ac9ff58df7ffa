import { endpoint, formatValue, ID, type SocketRow, type Words } from '@netstrata/metrics';
import { mattering, recentDumps } from '../dumps.ts';
import { isElsewhere } from '../isElsewhere.ts';
import { whoOf } from '../owner.ts';
import type { Losing } from '../qdiscs.ts';
import type { RuleContext } from '../types.ts';
import type { Passing } from './passing.ts';

const LOOKS_SECONDS = 30;
/** One that has half of it is the one to speak to. */
const MOST_SHARE = 0.5;

/** Who sends most of what a queue loses, and how that is known. */
export interface TopSender {
  readonly protocol: 'udp' | 'tcp';
  readonly who: Words;
  readonly how: Words;
}

/** Datagrams that wait in a queue of this host are charged to the socket that sent them. */
const isWaiting = ({ protocol, wmemQueued = 0, remote }: SocketRow): boolean =>
  protocol === 'udp' && wmemQueued > 0 && isElsewhere(remote);

function udpSender(context: RuleContext, { labels }: Losing): TopSender | undefined {
  const most = new Map<string, SocketRow>();
  let sum = 0;
  for (const { fullest, udp } of recentDumps(context, LOOKS_SECONDS))
    for (const row of [...mattering(fullest, isWaiting), ...mattering(udp, isWaiting)]) {
      const before = most.get(row.cookie)?.wmemQueued ?? 0;
      const { wmemQueued = 0 } = row;
      if (wmemQueued <= before) continue;
      sum += wmemQueued - before;
      most.set(row.cookie, row);
    }
  const [row] = [...most.values()].toSorted((a, b) => (b.wmemQueued ?? 0) - (a.wmemQueued ?? 0));
  const held = row?.wmemQueued ?? 0;
  const waiting = context.window.last(ID.qdisc.backlogBytes, labels) ?? 0;
  if (row === undefined || held < MOST_SHARE * Math.max(sum, waiting)) return undefined;
  const address = endpoint(row.local, row.localPort);
  const size = formatValue(held, 'bytes');
  return {
    protocol: 'udp',
    who: whoOf(row),
    how: {
      en: `its UDP socket ${address} had ${size} of what it sent waiting here`,
      'zh-CN': `它的 UDP 套接字 ${address} 发出的数据有 ${size} 在这里等待`,
    },
  };
}

const goesOut = ({ txBytesPerSecond = 0, remote }: SocketRow): boolean => txBytesPerSecond > 0 && isElsewhere(remote);

function tcpSender(context: RuleContext, bytesOut: number | undefined): TopSender | undefined {
  const rows = recentDumps(context, LOOKS_SECONDS).at(-1)?.senders ?? [];
  const [row] = mattering(rows, goesOut).toSorted((a, b) => (b.txBytesPerSecond ?? 0) - (a.txBytesPerSecond ?? 0));
  if (row === undefined || bytesOut === undefined || (row.txBytesPerSecond ?? 0) < MOST_SHARE * bytesOut)
    return undefined;
  const remote = endpoint(row.remote, row.remotePort);
  const rate = formatValue(row.txBytesPerSecond, 'bytes/s');
  return {
    protocol: 'tcp',
    who: whoOf(row),
    how: { en: `it sends ${rate} to ${remote} by TCP`, 'zh-CN': `它用 TCP 以 ${rate} 发往 ${remote}` },
  };
}

/** The one that has half of the queue or sends half of what leaves it; undefined where none does, or sockets are not seen. */
export function topSender(context: RuleContext, losing: Losing, passing: Passing | undefined): TopSender | undefined {
  return udpSender(context, losing) ?? tcpSender(context, passing?.bytesOut);
}
