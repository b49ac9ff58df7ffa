import type { ChurnReport, ListenerGroup, SocketGroupRow, SocketRow } from '@netstrata/metrics';

export interface PortProcess {
  readonly pid: number;
  readonly name: string;
  /** What an interpreter runs, by its path. */
  readonly script?: string | undefined;
}

/** An address and port that connections are waited for at, with all sockets that do. */
export interface ListenPort {
  readonly address: string;
  readonly port: number;
  /** The one with the fullest accept queue first. */
  readonly sockets: readonly SocketRow[];
  /** Of the fullest one. */
  readonly queue: number;
  readonly backlog: number;
  /** Of all of them, since they listen; undefined where the kernel does not say it. */
  readonly drops: number | undefined;
  readonly oldestMs: number | undefined;
  readonly processes: readonly PortProcess[];
}

export const fillOf = ({ recvQ, sendQ }: Pick<SocketRow, 'recvQ' | 'sendQ'>): number => recvQ / Math.max(1, sendQ);

/** Those at their backlog, then those that refused most, then the fullest. */
const urgency = ({ queue, backlog, drops = 0 }: ListenPort): readonly number[] => [
  Number(queue >= Math.max(1, backlog)),
  drops,
  queue / Math.max(1, backlog),
];

const byUrgency = (a: ListenPort, b: ListenPort): number => {
  const [of, than] = [urgency(a), urgency(b)];
  const place = of.findIndex((value, at) => value !== than[at]);
  return place < 0 ? a.port - b.port : (than[place] ?? 0) - (of[place] ?? 0);
};

/** Listening sockets by address and port, what hurts first. */
export function portsOf(listeners: readonly SocketRow[]): readonly ListenPort[] {
  const groups = Map.groupBy(listeners, ({ local, localPort, interfaceIndex }) =>
    [local, localPort, interfaceIndex].join(' '),
  );
  return [...groups.values()].map(portOf).toSorted(byUrgency);
}

function portOf(sockets: readonly SocketRow[]): ListenPort {
  const fullestFirst = sockets.toSorted((a, b) => fillOf(b) - fillOf(a));
  const known = (pick: (socket: SocketRow) => number | undefined) =>
    sockets.map(pick).filter((value) => value !== undefined);
  const drops = known((socket) => socket.drops);
  const waits = known(({ acceptWaitMs }) => acceptWaitMs);
  const holders = sockets.map(holderOf).filter((holder) => holder !== undefined);
  const processes = new Map(holders.map((holder) => [holder.pid, holder]));
  const [fullest] = fullestFirst;
  return {
    address: fullest?.local ?? '',
    port: fullest?.localPort ?? 0,
    sockets: fullestFirst,
    queue: fullest?.recvQ ?? 0,
    backlog: fullest?.sendQ ?? 0,
    drops: drops.length === 0 ? undefined : drops.reduce((sum, value) => sum + value, 0),
    oldestMs: waits.length === 0 ? undefined : Math.max(...waits),
    processes: [...processes.values()],
  };
}

/** Connections that a port accepted and that were closed lately. */
export function closedOf(report: ChurnReport | undefined, port: number) {
  const row = report?.services.find(
    (service) => service.protocol === 'tcp' && service.direction === 'in' && service.port === port,
  );
  if (report === undefined || report.windowMs <= 0) return undefined;
  const { closed = 0, short } = row ?? {};
  return {
    perSecond: (closed * 1000) / report.windowMs,
    shortShare: short === undefined || closed === 0 ? undefined : short / closed,
  };
}

/** Half-open connections by local port, of sums that were asked for. */
export const halfOpenOf = (groups: readonly SocketGroupRow[] | undefined): ReadonlyMap<number, number> | undefined =>
  groups && new Map(groups.map(({ key, sockets }) => [Number(key), sockets]));

/** The process that holds a socket, where it is known. */
export const holderOf = ({ pid, process = '', script }: SocketRow): PortProcess | undefined =>
  pid === undefined ? undefined : { pid, name: process, script };

/** Shares above this are worth a word. */
const UNEVEN = 0.5;

/** What can be said of a port that several serve, the worst member named. */
export type Balance =
  | { readonly kind: 'few' | 'even' }
  | {
      readonly kind: 'uneven';
      readonly server: PortProcess;
      readonly share: number;
      readonly count: number;
    }
  | {
      readonly kind: 'gap';
      /** Undefined where its process is not known. */
      readonly server: PortProcess | undefined;
      readonly queue: number;
      readonly backlog: number;
      readonly least: number;
    };

/** Looks at queues first: a member that does not keep up hurts, one that has more to do need not. */
export function balanceOf(group: ListenerGroup, members: readonly SocketRow[]): Balance {
  const { sockets, servers, serverCount, unevenShare, queueGapShare = 0 } = group;
  if (queueGapShare >= UNEVEN) {
    const byFill = sockets.toSorted((a, b) => b.queue / Math.max(1, b.backlog) - a.queue / Math.max(1, a.backlog));
    const { queue = 0, backlog = 0 } = byFill[0] ?? {};
    const worst = members.toSorted((a, b) => fillOf(b) - fillOf(a))[0];
    return { kind: 'gap', server: worst && holderOf(worst), queue, backlog, least: byFill.at(-1)?.queue ?? 0 };
  }
  if (unevenShare === undefined) return { kind: 'few' };
  const all = servers.reduce((sum, { connections }) => sum + connections, 0);
  const [most] = servers.toSorted((a, b) => b.connections - a.connections);
  if (unevenShare < UNEVEN || most === undefined || all === 0) return { kind: 'even' };
  const { pid, name } = most;
  return { kind: 'uneven', server: { pid, name }, share: most.connections / all, count: serverCount };
}
