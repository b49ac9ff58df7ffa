import type { LinkRow, RouteRow, WaitingNeighbourRow } from '@netstrata/kernel/types';

/** One device with what IP knows of it. */
export interface NetworkDevice extends Pick<LinkRow, 'device' | 'kind' | 'master' | 'operstate' | 'mtuBytes'> {
  /** `192.0.2.1/24`; at most 32 of a device. */
  readonly addresses: readonly { readonly text: string; readonly trouble: string | undefined }[];
  /** The reverse path filter that holds: 0 off, 1 strict, 2 loose. */
  readonly rpFilter: number | undefined;
}

/** Where packets go and where they come from: sources RTM_GETROUTE, RTM_GETNEIGH, RTM_GETADDR, RTM_GETLINK and net.ipv4.conf.*.rp_filter. */
export interface NetworkReport {
  readonly timeMs: number;
  /** Default routes first; without those to addresses of the host itself. */
  readonly routes: readonly RouteRow[];
  readonly routeCount: number;
  /** Those that failed or are asked for. */
  readonly neighbours: readonly WaitingNeighbourRow[];
  readonly neighbourCount: number;
  readonly devices: readonly NetworkDevice[];
  readonly deviceCount: number;
  /** Packets refused by the reverse path filter since the network namespace began. */
  readonly reversePathDrops: number | undefined;
}

export const MOST_NETWORK_ROWS = { routes: 200, nexthops: 16, neighbours: 100, devices: 100, addresses: 32 } as const;
