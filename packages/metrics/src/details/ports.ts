/** One destination with the local ports that lead to it: every connection to the same address and port needs a port of its own. */
export interface PortsRow {
  readonly protocol: 'tcp';
  readonly local: string;
  readonly remote: string;
  readonly remotePort: number;
  /** Local ports of the ephemeral range in use, TIME-WAIT included. */
  readonly ports: number;
  /** Those of them whose connection is in TIME-WAIT. */
  readonly timeWait: number;
  /** The program that holds most of the connections; absent where none does, and where it cannot be seen. TIME-WAIT belongs to no program. */
  readonly pid?: number | undefined;
  readonly process?: string | undefined;
}

/** Ephemeral ports by destination: source NETLINK_SOCK_DIAG, and net.ipv4.ip_local_port_range. */
export interface PortsReport {
  readonly timeMs: number;
  /** First and last port of ip_local_port_range. */
  readonly range: readonly [number, number];
  /** Ports in the range that ip_local_reserved_ports keeps back. */
  readonly reserved: number;
  readonly destinations: number;
  /** Most ports first, at most 50. */
  readonly rows: readonly PortsRow[];
}

export const MOST_PORTS_ROWS = 50;
