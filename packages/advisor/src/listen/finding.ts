import { endpoint, formatAge, formatRate, formatValue, ID, type SocketRow } from '@netstrata/metrics';
import { knownRateEvidence } from '../evidence.ts';
import { whoOf } from '../owner.ts';
import type { Evidence, Finding } from '../types.ts';
import type { Listener } from './listeners.ts';

/** What every finding of the rule shares; the branches add what, why and the cure. */
export type Cure = Pick<
  Finding,
  'title' | 'why' | 'changes' | 'arithmetic' | 'actions' | 'risk' | 'expectedEffect' | 'notWhen'
>;

export const NOT_SYN_BACKLOG =
  'net.ipv4.tcp_max_syn_backlog is no cure: it limits handshakes that are not finished, while this queue holds finished ones.';

function ssFilter({ localPort }: SocketRow): string {
  return `ss -ltnp 'sport = :${localPort}'`;
}

/** The counter is one of the host: it belongs to every listener. */
export function overflowEvidence(overflowsPerSecond: number | undefined): readonly Evidence[] {
  return knownRateEvidence({ metric: ID.tcp.listenOverflows }, overflowsPerSecond);
}

/** The rate, and what the counter means, so that nobody takes it for a number of clients. */
export function overflowText(overflowsPerSecond: number | undefined): string {
  if (overflowsPerSecond === undefined || overflowsPerSecond === 0) return '';
  const rate = formatRate(overflowsPerSecond, 'events');
  return ` Overflows of all listeners of this host: ${rate}. A client that tries again counts again, so this is not a number of clients.`;
}

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
      ? ''
      : `, ${formatValue(dropped, 'count')} handshakes dropped in the last ${formatAge(seenSeconds * 1000)}`;
  return {
    ...cure,
    ...(listener.reader === 'undecided' ? { undecided: true } : {}),
    subject,
    severity,
    confidence: 'high',
    where: `${whoOf(row)} listening on ${endpoint(row.local, row.localPort)}: ${row.recvQ} connections wait, backlog ${row.sendQ}, highest seen ${highestQueue}${lost}`,
    evidence: [
      ...overflowEvidence(rates.overflowsPerSecond),
      ...(dropped === undefined ? [] : [{ metric: ID.tcp.listenDrops, labels, value: dropped, unit: 'handshakes' }]),
      { metric: ID.sockets.acceptQueueMaxLen, labels, value: row.recvQ, unit: 'connections' },
      { metric: ID.sockets.acceptQueueMaxBacklog, labels, value: row.sendQ, unit: 'connections' },
      ...knownRateEvidence({ metric: ID.tcp.passiveOpens }, rates.peakAcceptedPerSecond),
    ],
    verify: `Under the same load "nstat -az TcpExtListenOverflows" no longer grows, and "${ssFilter(row)}" shows a Recv-Q below half of its Send-Q.`,
  };
}
