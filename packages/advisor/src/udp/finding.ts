import { endpoint, formatValue, ID, type SocketRow, type Words } from '@netstrata/metrics';
import { programName, whoOf } from '../owner.ts';
import type { Evidence, Finding } from '../types.ts';
import type { Dropper } from './droppers.ts';

export type Cure = Pick<
  Finding,
  'need' | 'title' | 'why' | 'changes' | 'arithmetic' | 'better' | 'actions' | 'risk' | 'expectedEffect' | 'notWhen'
>;

/** Drops of the whole host, IPv4 and IPv6, over the same time. */
export interface HostDrops {
  /** The last minute, or as much of it as has been seen. */
  readonly seconds: number;
  readonly perSecond: number | undefined;
  /** Dropped out of all that arrived for a socket; undefined when nothing arrived. */
  readonly share: number | undefined;
  /** Counters that grew, with their rates. */
  readonly evidence: readonly Evidence[];
}

export function nameOf(row: SocketRow): Words {
  const address = endpoint(row.local, row.localPort);
  return {
    en: `${programName(row) ?? 'UDP socket'} ${address}`,
    'zh-CN': `${programName(row) ?? 'UDP 套接字'} ${address}`,
  };
}

export const HOW_IT_DROPS = {
  en: 'Datagrams wait in the receive buffer until the program reads them. When the next one does not fit, the kernel drops it and tells nobody: UDP does not send it again.',
  'zh-CN': '数据报在接收缓冲区里等程序来读。下一个放不下时，内核直接丢弃，谁也不通知：UDP 不会重发。',
};

export function socketFinding(dropper: Dropper, host: HostDrops, severity: Finding['severity'], cure: Cure): Finding {
  const { row, drops, highest, subject } = dropper;
  const labels = { socket: subject };
  const buffer: Evidence[] = [];
  // Between two looks a buffer can fill and be emptied again: then no look saw anything in it.
  const seen = (highest ?? 0) > 0;
  if (highest !== undefined && seen) {
    buffer.push({
      metric: ID.sockets.udpRmemAllocBytes,
      labels,
      value: highest,
      unit: 'bytes',
      over: { as: 'peak', seconds: host.seconds },
    });
  }
  if (row.rcvbuf !== undefined) {
    buffer.push({ metric: ID.sockets.udpRcvbufBytes, labels, value: row.rcvbuf, unit: 'bytes' });
  }
  const held = seen
    ? {
        en: `looks saw up to ${formatValue(highest, 'bytes')} in its receive buffer of ${formatValue(row.rcvbuf, 'bytes')}`,
        'zh-CN': `查看时接收缓冲区最多用到 ${formatValue(highest, 'bytes')} / ${formatValue(row.rcvbuf, 'bytes')}`,
      }
    : {
        en: `a receive buffer of ${formatValue(row.rcvbuf, 'bytes')}, full between looks`,
        'zh-CN': `接收缓冲区 ${formatValue(row.rcvbuf, 'bytes')}，在两次查看之间满过`,
      };
  return {
    ...cure,
    ...(dropper.reader === 'undecided' ? { undecided: true } : {}),
    subject,
    severity,
    confidence: 'high',
    where: {
      en: `${whoOf(row).en}, UDP socket ${endpoint(row.local, row.localPort)}: ${held.en}, ${drops} datagrams dropped in the last ${Math.round(host.seconds)} s`,
      'zh-CN': `${whoOf(row)['zh-CN']}，UDP 套接字 ${endpoint(row.local, row.localPort)}：${held['zh-CN']}，最近 ${Math.round(host.seconds)} s 内丢弃 ${drops} 个数据报`,
    },
    evidence: [
      ...host.evidence,
      {
        metric: ID.sockets.udpDrops,
        labels,
        value: drops,
        unit: 'datagrams',
        over: { as: 'sum', seconds: host.seconds },
      },
      ...buffer,
    ],
    verify: {
      en: `Under the same load "nstat -az UdpRcvbufErrors Udp6RcvbufErrors" no longer grows, and "ss -uamn 'sport = :${row.localPort}'" shows the same number after "d" (drops).`,
      'zh-CN': `相同负载下 "nstat -az UdpRcvbufErrors Udp6RcvbufErrors" 不再增长，且 "ss -uamn 'sport = :${row.localPort}'" 中 "d"（丢弃数）后的数字不变。`,
    },
  };
}
