import type { NamedPlace, SocketState, ThreadWaits } from '@netstrata/kernel/types';
import type { Missing } from '../missing.ts';

/** A socket that waits for connections. */
export interface ProcessListener {
  readonly address: string;
  readonly port: number;
  /** Connections waiting for accept(), and how many may. */
  readonly queue: number;
  readonly backlog: number;
}

/** One process. What could not be read is undefined. */
export interface ProcessRow {
  readonly pid: number;
  readonly name: string;
  /** What an interpreter runs, `/srv/api/server.js`; of a long path the end. No other argument is told. */
  readonly script?: string | undefined;
  readonly uid?: number | undefined;
  /** By the host's /etc/passwd. */
  readonly user?: string | undefined;
  readonly unit?: string | undefined;
  readonly container?: NamedPlace['container'] | undefined;
  readonly pod?: string | undefined;
  /** `NAMESPACE/NAME`. */
  readonly podName?: string | undefined;
  /** Sockets of every family that it holds; undefined where its descriptors are hidden. */
  readonly sockets?: number | undefined;
  /** TCP sockets by state. A socket that several processes hold counts for the one with the lowest number. */
  readonly tcp: Readonly<Partial<Record<SocketState, number>>>;
  readonly udp: number;
  /**
   * TCP payload acknowledged and received, over the time since the report before; connections that were closed meanwhile are in it.
   * Undefined for the first report, and of a process that has no TCP sockets in the agent's network namespace: no other bytes are counted.
   */
  readonly txBytesPerSecond?: number | undefined;
  readonly rxBytesPerSecond?: number | undefined;
  /** Also those that other processes hold too; at most 8, fullest first. */
  readonly listeners: readonly ProcessListener[];
  readonly listenerCount: number;
  readonly openFiles?: number | undefined;
  readonly openFilesLimit?: number | undefined;
  readonly threads?: number | undefined;
  readonly waits: ThreadWaits;
  /** Descriptors of epoll and of io_uring; undefined where descriptors are hidden. */
  readonly epolls?: number | undefined;
  readonly ioUrings?: number | undefined;
}

/** A process that accepts connections of a port. */
export interface ListenerServer {
  readonly pid: number;
  readonly name: string;
  /** Connections of that port that it holds now. */
  readonly connections: number;
  /** Of these, the ones that were not there at the report before; undefined for the first report. */
  readonly accepted?: number | undefined;
}

/** A port that several sockets (SO_REUSEPORT) or several processes with one socket wait at. */
export interface ListenerGroup {
  readonly address: string;
  readonly port: number;
  /** Each socket with its accept queue and backlog, at most 64. */
  readonly sockets: readonly { readonly queue: number; readonly backlog: number }[];
  readonly socketCount: number;
  /**
   * At most 64, most connections first. A process that holds the sockets, has no connection of the port and is the parent of
   * another that holds them only watches over it, and is left out.
   */
  readonly servers: readonly ListenerServer[];
  readonly serverCount: number;
  /** See `unevenness`, of the connections over all servers. */
  readonly unevenShare?: number | undefined;
  /** Fullest accept queue against its backlog, less the emptiest against its own. */
  readonly queueGapShare?: number | undefined;
}

/** The busiest processes of a host, and the ports that several of them serve: /proc and NETLINK_SOCK_DIAG. */
export interface ProcessesReport {
  readonly timeMs: number;
  /** Time that bytes and accepted connections are measured over; undefined for the first report. */
  readonly intervalMs?: number | undefined;
  /** Processes seen, the kernel's own threads left out. */
  readonly processes: number;
  /**
   * Those with most bytes, sockets or fullest open files, at most 100. At 85 % of their limit of open files or above first, then
   * most bytes, then most sockets.
   */
  readonly rows: readonly ProcessRow[];
  /** At most 32, most uneven first. */
  readonly groups: readonly ListenerGroup[];
  readonly groupCount: number;
  /** TCP sockets that no process holds: in TIME-WAIT, closing, or in an accept queue. */
  readonly withoutProcess: number;
  /** TCP and UDP sockets whose process is not known. */
  readonly unowned: number;
  /** Bytes a second of those, and of connections that were closed before anybody saw whose they are. */
  readonly unownedBytesPerSecond?: number | undefined;
  /** The kernel did not tell of all connections that were closed: each number of bytes is a lower bound. */
  readonly bytesAreLowerBound?: true | undefined;
  /** Processes whose descriptors are hidden from the agent. */
  readonly unreadable: number;
  /** Why, where there are any. */
  readonly unreadableWhy?: Missing | undefined;
  /** What of other users' processes the mount options of /proc hide. */
  readonly hidepid?: 'refused' | 'invisible' | undefined;
  /** Time on the CPU that this report took. */
  readonly costMs: number;
}

export const MOST_PROCESS_ROWS = 100;
export const MOST_PROCESS_LISTENERS = 8;
export const MOST_LISTENER_GROUPS = 32;
export const MOST_GROUP_MEMBERS = 64;
