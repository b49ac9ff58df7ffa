import {
  endpoint,
  formatAge,
  formatRate,
  formatValue,
  ID,
  type Labels,
  NO_WORDS,
  type SocketRow,
  type Words,
} from '@netstrata/metrics';
import { knownRateEvidence } from '../evidence.ts';
import { whoOf } from '../owner.ts';
import type { Evidence, Finding } from '../types.ts';
import type { Listener } from './listeners.ts';
import { PEAK_SECONDS } from './need.ts';

/** What every finding of the rule shares; the branches add what, why and the cure. */
export type Cure = Pick<
  Finding,
  'need' | 'title' | 'why' | 'changes' | 'arithmetic' | 'actions' | 'risk' | 'expectedEffect' | 'notWhen'
>;

/** The rate of overflows is an average over these seconds. */
export const RATE_SECONDS = 10;

export const NOT_SYN_BACKLOG = {
  en: 'net.ipv4.tcp_max_syn_backlog is no cure: it limits handshakes that are not finished, while this queue holds finished ones.',
  'zh-CN': 'net.ipv4.tcp_max_syn_backlog 治不了它：那个参数限制的是尚未完成的握手，而这个队列里都是已完成的。',
};

function ssFilter({ localPort }: SocketRow): string {
  return `ss -ltnp 'sport = :${localPort}'`;
}

/** The counter is one of the host: it belongs to every listener. */
export function overflowEvidence(overflowsPerSecond: number | undefined): readonly Evidence[] {
  return knownRateEvidence({ metric: ID.tcp.listenOverflows }, overflowsPerSecond, {
    as: 'mean',
    seconds: RATE_SECONDS,
  });
}

/** The rate, and what the counter means, so that nobody takes it for a number of clients. */
export function overflowText(overflowsPerSecond: number | undefined): Words {
  if (overflowsPerSecond === undefined || overflowsPerSecond === 0) return NO_WORDS;
  const rate = formatRate(overflowsPerSecond, 'events');
  return {
    en: ` Overflows of all listeners of this host: ${rate}. A client that tries again counts again, so this is not a number of clients.`,
    'zh-CN': `本机所有监听套接字的溢出合计：${rate}。客户端重试会再计一次，所以这不是客户端的数目。`,
  };
}

const droppedEvidence = (value: number, seconds: number, labels: Labels): Evidence => ({
  metric: ID.tcp.listenDrops,
  labels,
  value,
  unit: 'handshakes',
  over: { as: 'sum', seconds: Math.round(seconds) },
});

export function listenerFinding(
  listener: Listener,
  rates: { readonly overflowsPerSecond: number | undefined; readonly peakAcceptedPerSecond: number | undefined },
  severity: Finding['severity'],
  cure: Cure,
): Finding {
  const { row, highestQueue, subject, dropped, seenSeconds } = listener;
  const labels = { listener: subject };
  const lost =
    dropped === undefined || dropped === 0
      ? NO_WORDS
      : {
          en: `, ${formatValue(dropped, 'count')} handshakes dropped in the last ${formatAge(seenSeconds * 1000)}`,
          'zh-CN': `，最近 ${formatAge(seenSeconds * 1000)} 内丢弃握手 ${formatValue(dropped, 'count')} 次`,
        };
  return {
    ...cure,
    ...(listener.reader === 'undecided' ? { undecided: true } : {}),
    subject,
    severity,
    confidence: 'high',
    where: {
      en: `${whoOf(row).en} listening on ${endpoint(row.local, row.localPort)}: ${row.recvQ === 1 ? '1 connection waits' : `${row.recvQ} connections wait`}, backlog ${row.sendQ}, highest seen ${highestQueue}${lost.en}`,
      'zh-CN': `${whoOf(row)['zh-CN']} 监听 ${endpoint(row.local, row.localPort)}：${row.recvQ} 个连接在等，backlog ${row.sendQ}，见过的最高值 ${highestQueue}${lost['zh-CN']}`,
    },
    evidence: [
      ...overflowEvidence(rates.overflowsPerSecond),
      ...(dropped === undefined ? [] : [droppedEvidence(dropped, seenSeconds, labels)]),
      { metric: ID.sockets.acceptQueueMaxLen, labels, value: row.recvQ, unit: 'connections' },
      { metric: ID.sockets.acceptQueueMaxBacklog, labels, value: row.sendQ, unit: 'connections' },
      ...knownRateEvidence({ metric: ID.tcp.passiveOpens }, rates.peakAcceptedPerSecond, {
        as: 'peak',
        seconds: PEAK_SECONDS,
      }),
    ],
    verify: {
      en: `Under the same load "nstat -az TcpExtListenOverflows" no longer grows, and "${ssFilter(row)}" shows a Recv-Q below half of its Send-Q.`,
      'zh-CN': `相同负载下 "nstat -az TcpExtListenOverflows" 不再增长，且 "${ssFilter(row)}" 显示的 Recv-Q 低于 Send-Q 的一半。`,
    },
  };
}
