import { endpoint, formatValue, ID } from '@netstrata/metrics';
import { whoOf } from '../owner.ts';
import type { Evidence, Finding } from '../types.ts';
import type { Receiver } from './receivers.ts';

export const RECEIVER_METRICS = [ID.sockets.tcpRcvbufBytes, ID.tcp.rttMedianUs];
/** Program and connection, as one subject of advice. */
export const programOf = ({ row }: Pick<Receiver, 'row'>): string => row.process ?? endpoint(row.local, row.localPort);

function evidenceOf({ row, rcvbuf, rttUs }: Receiver): readonly Evidence[] {
  const labels = { socket: `${endpoint(row.local, row.localPort)} ${endpoint(row.remote, row.remotePort)}` };
  return [
    { metric: ID.sockets.tcpRcvbufBytes, labels, value: rcvbuf, unit: 'bytes' },
    { metric: ID.tcp.rttMedianUs, labels, value: rttUs, unit: 'microseconds' },
  ];
}

/** What all findings about receive buffers say; `limit` tells what decides the size, `others` how many more connections there are. */
export function receiverParts(
  receiver: Receiver,
  { limit, others }: { readonly limit: string; readonly others: number },
): Pick<Finding, 'severity' | 'confidence' | 'why' | 'where' | 'evidence' | 'verify' | 'expectedEffect'> {
  const { row, rcvbuf, windowBytes, rttUs, bytesPerSecond } = receiver;
  const more = others === 0 ? '' : `, and ${others} more ${others === 1 ? 'connection' : 'connections'}`;
  return {
    severity: 'warning',
    confidence: 'medium',
    why: `A sender may have no more on its way than the receive window, which is what the receive buffer has room for; the answer comes one round trip later. ${whoOf(row)} reads in time, but its window of ${formatValue(windowBytes, 'bytes')} is used up in each round trip of ${formatValue(rttUs, 'microseconds')}, so that ${row.remote} cannot send faster than ${formatValue((windowBytes * 1e6) / rttUs, 'bytes/s')}. ${limit}`,
    where: `TCP connection of ${whoOf(row)} from ${endpoint(row.remote, row.remotePort)}: receive buffer ${formatValue(rcvbuf, 'bytes')}, ${formatValue(bytesPerSecond, 'bytes/s')} received${more}`,
    evidence: evidenceOf(receiver),
    expectedEffect:
      'The window grows beyond what is in flight, and the transfer runs as fast as the path, the sender or the program allows.',
    verify: `"ss -tinm 'sport = :${row.localPort}'" shows a larger "rb" in skmem (the receive buffer) and a larger rcv_wnd, and more is received a second.`,
  };
}
