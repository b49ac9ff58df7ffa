import { isBloated, type SocketRow } from '@netstrata/metrics';

/** A connection that leaves the host, as far as calculators need it. */
export interface FarConnection {
  readonly process: string | undefined;
  readonly remote: string;
  readonly remotePort: number;
  readonly rttUs: number;
}

/** Those that may leave the host, busiest senders first: what goes over loopback has no path to fill. */
export const FAR_QUERY = new URLSearchParams({
  filter: 'protocol:tcp state:established -peer:127.0.0.0/8 -peer:::1',
  sort: 'txBytesPerSecond',
  limit: '50',
}).toString();

/** What queues add is not of the path. */
const pathRttUs = (row: SocketRow): number | undefined => (isBloated(row) ? row.minRttUs : row.rttUs);

/** The busiest of them, of equals the one with the longest round trip; those to an address of the host itself are none. */
export const farConnection = (rows: readonly SocketRow[]): FarConnection | undefined => {
  const own = new Set(rows.map(({ local }) => local));
  const bytes = ({ txBytesPerSecond = 0, rxBytesPerSecond = 0 }: SocketRow) => txBytesPerSecond + rxBytesPerSecond;
  const [busiest] = rows
    .flatMap((row) => {
      const rttUs = pathRttUs(row);
      return own.has(row.remote) || rttUs === undefined ? [] : [{ row, rttUs }];
    })
    .toSorted((a, b) => bytes(b.row) - bytes(a.row) || b.rttUs - a.rttUs);
  if (busiest === undefined) return undefined;
  const { process, remote, remotePort } = busiest.row;
  return { process, remote, remotePort, rttUs: busiest.rttUs };
};
