import { endpoint, formatValue, ID, type SocketRow } from '@netstrata/metrics';
import { whoOf } from '../owner.ts';
import type { Evidence, Finding } from '../types.ts';
import type { Dropper } from './droppers.ts';

export type Cure = Pick<
  Finding,
  'title' | 'why' | 'changes' | 'arithmetic' | 'actions' | 'risk' | 'expectedEffect' | 'notWhen'
>;

/** Drops of the whole host, IPv4 and IPv6, over the same time. */
export interface HostDrops {
  readonly perSecond: number | undefined;
  /** Dropped out of all that arrived for a socket; undefined when nothing arrived. */
  readonly share: number | undefined;
  /** Counters that grew, with their rates. */
  readonly evidence: readonly Evidence[];
}

export function nameOf(row: SocketRow): string {
  return `${row.process ?? 'UDP socket'} ${endpoint(row.local, row.localPort)}`;
}

export const HOW_IT_DROPS =
  'Datagrams wait in the receive buffer until the program reads them. When the next one does not fit, the kernel drops it and tells nobody: UDP does not send it again.';

export function socketFinding(dropper: Dropper, host: HostDrops, severity: Finding['severity'], cure: Cure): Finding {
  const { row, drops, highest, subject } = dropper;
  const labels = { socket: subject };
  const buffer: Evidence[] = [];
  if (highest !== undefined) {
    buffer.push({ metric: ID.sockets.udpRmemAllocBytes, labels, value: highest, unit: 'bytes' });
  }
  if (row.rcvbuf !== undefined) {
    buffer.push({ metric: ID.sockets.udpRcvbufBytes, labels, value: row.rcvbuf, unit: 'bytes' });
  }
  // Between two looks a buffer can fill and be emptied again: then no look saw anything in it.
  const held =
    (highest ?? 0) === 0
      ? `a receive buffer of ${formatValue(row.rcvbuf, 'bytes')}`
      : `its receive buffer held up to ${formatValue(highest, 'bytes')} of ${formatValue(row.rcvbuf, 'bytes')}`;
  return {
    ...cure,
    ...(dropper.reader === 'undecided' ? { undecided: true } : {}),
    subject,
    severity,
    confidence: 'high',
    where: `${whoOf(row)}, UDP socket ${endpoint(row.local, row.localPort)}: ${held}, ${drops} datagrams dropped in the last minute`,
    evidence: [...host.evidence, { metric: ID.sockets.udpDrops, labels, value: drops, unit: 'datagrams' }, ...buffer],
    verify: `Under the same load "nstat -az UdpRcvbufErrors Udp6RcvbufErrors" no longer grows, and "ss -uamn 'sport = :${row.localPort}'" shows the same number after "d" (drops) and less than 80 % of "rb" after "r".`,
  };
}
