import type { SocketRow, SocketsReport } from '@netstrata/metrics';
import { isElsewhere } from './isElsewhere.ts';

/** Both ends are on this host, so that no network is between them. */
export const isWithin = ({ local, remote }: SocketRow): boolean => !isElsewhere(remote) || local === remote;

/** The same, by all addresses of this host that the dumps name as well: some program listens or speaks at them. */
export function withinBy(dumps: readonly SocketsReport[]): (row: SocketRow) => boolean {
  const own = new Set<string>();
  for (const { fullest, listeners, udp, senders, receivers, stuck } of dumps)
    for (const rows of [fullest, listeners, udp, senders, receivers, stuck])
      for (const { local } of rows ?? []) own.add(local);
  return (row) => isWithin(row) || own.has(row.remote);
}
