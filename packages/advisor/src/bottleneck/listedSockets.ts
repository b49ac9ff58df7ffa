import type { SocketRow, SocketsReport } from '@netstrata/metrics';

/** Every TCP and UDP socket that a dump lists, once. */
export function listedSockets(report: SocketsReport | undefined): readonly SocketRow[] {
  const { senders = [], receivers = [], listeners = [], udp = [], fullest = [] } = report ?? {};
  const all = [...senders, ...receivers, ...listeners, ...udp, ...fullest];
  return [...new Map(all.map((row) => [row.cookie, row])).values()];
}
