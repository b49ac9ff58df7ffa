import type { SocketState } from './socketRows.ts';

/** Rows of network namespaces beside the reader's own: what the kernel said, nothing derived. */

/**
 * Where the name of a network namespace comes from: `host` is that of the machine's first process, `named` what `ip netns` calls it,
 * `inode` the kernel's number, where nothing else is known.
 */
export type NamespaceNaming = 'host' | 'named' | 'container' | 'pod' | 'unit' | 'process' | 'inode';

/** A network namespace in which a process lives, or that a file keeps alive. */
export interface NetworkNamespace {
  /** The inode number that /proc/PID/ns/net and `lsns` show, which another one may have once this one is gone. */
  readonly inode: number;
  /** No two namespaces have the same at a time. */
  readonly name: string;
  readonly naming: NamespaceNaming;
  /** Files that it is mounted on: /run/netns/blue. */
  readonly mounts: readonly string[];
  /** Processes whose first thread is in it. */
  readonly processes: number;
  /** Of those the lowest numbers, at most four. */
  readonly pids: readonly number[];
  /** /proc/PID/comm of the first of them. */
  readonly program: string | undefined;
}

/** Counters of one network device, since it appeared. */
export interface NamespaceDevice {
  readonly device: string;
  readonly rxBytes: number;
  readonly txBytes: number;
  readonly rxDropped: number;
  readonly txDropped: number;
}

/** What the files of /proc/PID/net say of one network namespace; undefined is what this kernel does not count. */
export interface NamespaceCounters {
  /** Sockets of every kind now. */
  readonly sockets: number | undefined;
  /** TCP sockets of both families now, TIME-WAIT aside. */
  readonly tcpInuse: number | undefined;
  readonly timeWait: number | undefined;
  readonly udpInuse: number | undefined;
  readonly outSegs: number | undefined;
  readonly retransSegs: number | undefined;
  readonly listenOverflows: number | undefined;
  readonly listenDrops: number | undefined;
  /** Both families. */
  readonly udpRcvbufErrors: number | undefined;
  /** All devices but loopback. */
  readonly rxBytes: number;
  readonly txBytes: number;
  readonly devices: readonly NamespaceDevice[];
}

/** One listening TCP socket of a namespace. */
export interface NamespaceListener {
  readonly address: string;
  readonly port: number;
  /** Connections that wait for accept(). */
  readonly waiting: number;
  readonly backlog: number;
}

/** The sockets of one network namespace, by NETLINK_SOCK_DIAG. */
export interface NamespaceSockets {
  /** TCP sockets by state; states that none is in are left out. */
  readonly tcp: Readonly<Partial<Record<SocketState, number>>>;
  readonly udp: number;
  /** Undefined where the kernel was built without unix_diag. */
  readonly unix: number | undefined;
  /** Listeners with a connection that waits, the fullest first, at most eight. */
  readonly listeners: readonly NamespaceListener[];
  /** The tables changed under a dump: sockets may be missing. */
  readonly interrupted: boolean;
}
