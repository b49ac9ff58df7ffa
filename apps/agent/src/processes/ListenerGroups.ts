import { addressText, type InetDiagCursor } from '@netstrata/kernel';
import {
  type ListenerGroup,
  type ListenerServer,
  MOST_GROUP_MEMBERS,
  MOST_LISTENER_GROUPS,
  unevenness,
} from '@netstrata/metrics';

/** What is asked of a socket of a dump. */
export type SocketAtHand = Pick<
  InetDiagCursor,
  'family' | 'localAddressBytes' | 'localPort' | 'interfaceIndex' | 'inode' | 'recvQ' | 'sendQ'
>;

/** This side of a connection. */
export type LocalEnd = Pick<SocketAtHand, 'family' | 'localAddressBytes' | 'localPort'>;

/** Who holds which socket; ProcessCensus is the real one. */
export interface SocketHolders {
  readonly holdersOf: (inode: number) => readonly number[];
  readonly ownerOf: (inode: number) => number | undefined;
}

interface Listener {
  readonly inode: number;
  readonly queue: number;
  readonly backlog: number;
}

interface Served {
  connections: number;
  accepted: number;
}

interface Group {
  readonly address: string;
  readonly port: number;
  readonly sockets: Listener[];
  readonly servers: Map<number, Served>;
}

/** What is asked about a process that holds a listener. */
export interface ServerFacts {
  readonly parentOf: (pid: number) => number | undefined;
  readonly nameOf: (pid: number) => string | undefined;
}

const ANY = new Set(['0.0.0.0', '::']);

/**
 * Ports that several sockets or several processes wait at, from one dump: first the listeners, then `keep`, then the connections.
 * Sockets bound to different devices share nothing.
 */
export class ListenerGroups {
  #groups = new Map<string, Group>();
  #byPort = new Map<number, Group[]>();

  clear(): void {
    this.#groups = new Map();
    this.#byPort = new Map();
  }

  addListener(cursor: SocketAtHand): void {
    const address = addressText(cursor.localAddressBytes);
    const key = `${address} ${cursor.localPort} ${cursor.interfaceIndex}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { address, port: cursor.localPort, sockets: [], servers: new Map() };
      this.#groups.set(key, group);
    }
    group.sockets.push({ inode: cursor.inode, queue: cursor.recvQ, backlog: cursor.sendQ });
  }

  /** Forgets listeners that are alone; with `holders`, those of a single process. */
  keep(holders?: SocketHolders): void {
    for (const [key, group] of this.#groups) {
      const pids = new Set(group.sockets.flatMap(({ inode }) => holders?.holdersOf(inode) ?? []));
      if (group.sockets.length < 2 && pids.size < 2) {
        this.#groups.delete(key);
        continue;
      }
      for (const pid of pids) group.servers.set(pid, { connections: 0, accepted: 0 });
      const others = this.#byPort.get(group.port);
      if (others === undefined) this.#byPort.set(group.port, [group]);
      else others.push(group);
    }
  }

  /** A connection that is no listener, and the process that holds it. */
  addConnection(cursor: LocalEnd, pid: number, isNew: boolean): void {
    const groups = this.#byPort.get(cursor.localPort);
    if (groups === undefined) return;
    const served = groupOf(groups, cursor)?.servers.get(pid);
    if (served === undefined) return;
    served.connections++;
    if (isNew) served.accepted++;
  }

  /** Groups of several sockets, and how many sockets those have. */
  counts(): { readonly groups: number; readonly sockets: number } {
    const shared = [...this.#groups.values()].filter(({ sockets }) => sockets.length > 1);
    return { groups: shared.length, sockets: shared.reduce((sum, { sockets }) => sum + sockets.length, 0) };
  }

  /** Undefined where no port has two queues. */
  worstQueueGap(): number | undefined {
    return most([...this.#groups.values()].map(({ sockets }) => queueGap(sockets)));
  }

  worstUnevenness(facts: Pick<ServerFacts, 'parentOf'>): number | undefined {
    const shared = [...this.#groups.values()].filter(({ sockets }) => sockets.length > 1);
    return most(shared.map((group) => unevenness(serversOf(group, facts).map(([, { connections }]) => connections))));
  }

  /** Most uneven first. `isFirst`: there was no dump before, so nothing is known to be new. */
  rows(
    facts: ServerFacts,
    isFirst: boolean,
  ): { readonly groups: readonly ListenerGroup[]; readonly groupCount: number } {
    const groups = [...this.#groups.values()].map((group) => toRow(group, facts, isFirst));
    groups.sort((a, b) => badness(b) - badness(a) || b.socketCount - a.socketCount || a.port - b.port);
    return { groups: groups.slice(0, MOST_LISTENER_GROUPS), groupCount: groups.length };
  }
}

/** Of the groups of a port, that of the connection's own address, else the one of any address. */
function groupOf(groups: readonly Group[], cursor: LocalEnd): Group | undefined {
  if (groups.length === 1) return groups[0];
  const address = addressText(cursor.localAddressBytes);
  const own = groups.find((group) => group.address === address);
  const any = cursor.family === 4 ? '0.0.0.0' : '::';
  return own ?? groups.find((group) => group.address === any) ?? groups.find((group) => ANY.has(group.address));
}

/** Without those who only watch over others: nginx's master holds the sockets, and so does the parent of a prefork server. */
function serversOf(group: Group, { parentOf }: Pick<ServerFacts, 'parentOf'>): readonly (readonly [number, Served])[] {
  const parents = new Set([...group.servers.keys()].map((pid) => parentOf(pid)));
  return [...group.servers].filter(([pid, { connections }]) => connections > 0 || !parents.has(pid));
}

function fillOf({ queue, backlog }: Listener): number {
  return queue / Math.max(1, backlog);
}

function queueGap(sockets: readonly Listener[]): number | undefined {
  if (sockets.length < 2) return undefined;
  const fills = sockets.map(fillOf);
  return Math.max(...fills) - Math.min(...fills);
}

function most(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((best, value) => (value !== undefined && value > (best ?? -1) ? value : best), undefined);
}

function badness({ unevenShare = 0, queueGapShare = 0 }: ListenerGroup): number {
  return Math.max(unevenShare, queueGapShare);
}

function toRow(group: Group, facts: ServerFacts, isFirst: boolean): ListenerGroup {
  const served = serversOf(group, facts).toSorted(([, a], [, b]) => b.connections - a.connections);
  const servers = served.flatMap(([pid, { connections, accepted }]): ListenerServer[] => {
    const name = facts.nameOf(pid);
    return name === undefined ? [] : [{ pid, name, connections, ...(isFirst ? {} : { accepted }) }];
  });
  return {
    address: group.address,
    port: group.port,
    sockets: group.sockets.slice(0, MOST_GROUP_MEMBERS).map(({ queue, backlog }) => ({ queue, backlog })),
    socketCount: group.sockets.length,
    servers: servers.slice(0, MOST_GROUP_MEMBERS),
    serverCount: servers.length,
    unevenShare: unevenness(served.map(([, { connections }]) => connections)),
    queueGapShare: queueGap(group.sockets),
  };
}
