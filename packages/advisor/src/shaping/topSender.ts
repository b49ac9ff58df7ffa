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
  const most = new Map<string, { readonly row: SocketRow; readonly held: number }>();
  for (const { fullest, udp } of recentDumps(context, LOOKS_SECONDS))
    for (const row of [...mattering(fullest, isWaiting), ...mattering(udp, isWaiting)]) {
      const held = Math.max(most.get(row.cookie)?.held ?? 0, row.wmemQueued ?? 0);
      // Of the newest look: who holds it may have been found since the first.
      most.set(row.cookie, { row, held });
    }
  const sum = [...most.values()].reduce((total, { held }) => total + held, 0);
  const [top] = [...most.values()].toSorted((a, b) => b.held - a.held);
  const waiting = context.window.last(ID.qdisc.backlogBytes, labels) ?? 0;
  if (top === undefined || top.held < MOST_SHARE * Math.max(sum, waiting)) return undefined;
  const { row, held } = top;
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
