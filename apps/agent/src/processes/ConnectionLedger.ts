import { addressText, type InetDiagCursor, SOCKET_STATES } from '@netstrata/kernel';
import type { ProcessListener } from '@netstrata/metrics';
import type { ClosedListener } from '../churn/ChurnWatch.ts';
import type { ClosedSocket } from '../churn/ClosedSocket.ts';
import type { SocketObserver } from '../sockets/SocketDumper.ts';
import type { SocketView } from '../sockets/SocketView.ts';
import type { ListenerGroups, SocketHolders } from './ListenerGroups.ts';
import { ListenerIndex, type Listening } from './ListenerIndex.ts';
import { type Payload, payloadOf } from './payloadOf.ts';
import { SocketsByProcess } from './SocketsByProcess.ts';

/** Beyond so many connections the bytes of the rest are not counted, and the sums say so. */
const MOST_CONNECTIONS = 131_072;

/**
 * The kernel tells of the end of a connection from a work queue, on a busy machine several dumps after it was listed for the last time.
 * One that is forgotten by then would count as one that nobody has met, with all its bytes, a second time.
 */
const REMEMBER_MS = 10_000;

/** A connection that a dump has listed, with what it moved. */
interface Connection {
  /** 0 while it has had none: it waits in an accept queue. */
  inode: number;
  /** False also once its process has closed it, while the kernel goes on. */
  isHeld: boolean;
  /** A process held it when a report was made. */
  wasHeld: boolean;
  pid: number | undefined;
  state: number;
  readonly listening: Listening | undefined;
  /** When the last dump that listed it began. */
  listedMs: number;
  /** Since it was made. */
  txCounted: number;
  rxCounted: number;
  /** Since the last dump. */
  txBytes: number;
  rxBytes: number;
  /** From the dump before to the last one. */
  txDue: number;
  rxDue: number;
}

interface ListedListener {
  readonly inode: number;
  readonly row: ProcessListener;
}

/** What one dump listed. */
class Listed {
  readonly index = new ListenerIndex();
  readonly listeners: ListedListener[] = [];
  readonly connections: Connection[] = [];
  readonly udp: number[] = [];
  /** Sockets with neither process nor counters. */
  bare = 0;
}

/**
 * What each connection moved from one dump to the next, up to the moment when it was closed: of those that a dump has listed by the difference,
 * of those that came and went in between all that they counted. Whose they are is asked behind the dump: a socket that a program opens
 * while descriptors are looked through would otherwise be nobody's.
 *
 * A closed connection is of the process that held its inode when that was last looked up. One that no dump has listed is of the process that listens at
 * its port, if that is a single one. Of the rest it is not known.
 */
export class ConnectionLedger implements SocketObserver, ClosedListener {
  readonly #groups: ListenerGroups;
  readonly #catchUp: () => boolean;
  readonly #monoMs: () => number;
  readonly #connections = new Map<number, Connection>();
  #building = new Listed();
  #last = new Listed();
  /** Of the dump before: what its listeners accepted is complete. */
  #before = new Listed();
  #closed: Connection[] = [];
  #dueClosed: readonly Connection[] = [];
  /** Bytes of connections that no dump has listed, and whose port nobody listened at, by port. */
  #strays = new Map<number, Payload>();
  #dueStrays: ReadonlyMap<number, Payload> = new Map();
  #missed = false;
  #dueMissed = false;
  #dumps = 0;
  #beganMs = Number.NaN;
  #dumpedMs = Number.NaN;
  #intervalMs: number | undefined;
  readonly #now: Payload = { txBytes: 0, rxBytes: 0 };

  /** `catchUp` tells `onClosed` of all that are closed by now; false where the kernel does not tell. */
  constructor(groups: ListenerGroups, parts: { readonly catchUp: () => boolean; readonly monoMs: () => number }) {
    this.#groups = groups;
    this.#catchUp = parts.catchUp;
    this.#monoMs = parts.monoMs;
  }

  /** Between the last two dumps; undefined before there were two. */
  get intervalMs(): number | undefined {
    return this.#intervalMs;
  }

  beginDump(): void {
    if (!this.#catchUp()) this.#missed = true;
    this.#beganMs = this.#monoMs();
    this.#building = new Listed();
    this.#groups.clear();
  }

  add({ cursor, isListener, protocol }: SocketView): void {
    if (protocol === 'udp') this.#building.udp.push(cursor.inode);
    else if (isListener) this.#addListener(cursor);
    else if (cursor.tcpInfoBytes > 0) this.#addConnection(cursor);
    else this.#building.bare++;
  }

  endDump(): void {
    this.#dumps++;
    this.#before = this.#last;
    this.#last = this.#building;
    for (const connection of [...this.#last.connections, ...this.#closed]) cut(connection);
    const forgetMs = this.#beganMs - REMEMBER_MS;
    for (const [key, { listedMs }] of this.#connections) if (listedMs < forgetMs) this.#connections.delete(key);
    this.#dueClosed = this.#closed;
    this.#closed = [];
    this.#dueStrays = this.#strays;
    this.#strays = new Map();
    this.#dueMissed = this.#missed;
    this.#missed = false;
    const intervalMs = this.#beganMs - this.#dumpedMs;
    this.#intervalMs = intervalMs > 0 ? intervalMs : undefined;
    this.#dumpedMs = this.#beganMs;
  }

  onClosed({ cursor }: Pick<ClosedSocket, 'cursor'>): void {
    if (this.#dumps === 0) return;
    const now = this.#now;
    payloadOf(cursor, now);
    const known = this.#connections.get(cursor.cookieKey);
    if (known !== undefined) {
      this.#connections.delete(cursor.cookieKey);
      count(known, now);
      this.#closed.push(known);
      return;
    }
    if (Number.isNaN(now.txBytes + now.rxBytes)) return;
    const at = this.#last.index.find(cursor) ?? this.#strayAt(cursor.localPort);
    at.txBytes += now.txBytes;
    at.rxBytes += now.rxBytes;
  }

  onResync(): void {
    this.#missed = true;
  }

  /** The sums of the last dump, and of what was moved up to it, by who holds what now. */
  settle(holders: SocketHolders): SocketsByProcess {
    const sums = new SocketsByProcess();
    sums.isLowerBound = this.#dueMissed;
    const { bare, connections, index, listeners, udp } = this.#last;
    for (const listening of index) listening.pids = pidsOf(listening, holders);
    for (const { inode, row } of listeners) {
      for (const pid of holders.holdersOf(inode)) sums.addListener(pid, row);
      const pid = holders.ownerOf(inode);
      if (pid === undefined) sums.unowned++;
      else sums.addTcp(pid, 'listen');
    }
    for (const connection of connections) this.#settleListed(connection, holders, sums);
    for (const connection of this.#dueClosed) {
      sums.addBytes(ownerOf(connection, holders), connection.txDue, connection.rxDue);
    }
    for (const listening of this.#before.index) {
      sums.addBytes(onlyOf(heirsOf(listening, holders)), listening.txBytes, listening.rxBytes);
    }
    for (const [port, { txBytes, rxBytes }] of this.#dueStrays) {
      const pids = new Set(index.at(port).flatMap((listening) => listening.pids));
      sums.addBytes(onlyOf([...pids]), txBytes, rxBytes);
    }
    for (const inode of udp) {
      const pid = holders.ownerOf(inode);
      if (pid === undefined) sums.unowned++;
      else sums.addUdp(pid);
    }
    sums.withoutProcess += bare;
    return sums;
  }

  #settleListed(connection: Connection, holders: SocketHolders, sums: SocketsByProcess): void {
    const { isHeld, listening, rxDue, state, txDue, wasHeld } = connection;
    const pid = ownerOf(connection, holders);
    sums.addBytes(pid, txDue, rxDue);
    if (!isHeld) {
      sums.withoutProcess++;
      return;
    }
    connection.wasHeld = true;
    connection.pid = pid;
    if (pid === undefined) {
      sums.unowned++;
      return;
    }
    sums.addTcp(pid, SOCKET_STATES[state] ?? 'close');
    if (listening !== undefined) this.#groups.addConnection(listening, pid, !wasHeld);
  }

  #addListener(cursor: InetDiagCursor): void {
    const { inode, localPort: port, recvQ: queue, sendQ: backlog } = cursor;
    this.#groups.addListener(cursor);
    this.#building.index.add(cursor);
    const row = { address: addressText(cursor.localAddressBytes), port, queue, backlog };
    this.#building.listeners.push({ inode, row });
  }

  #addConnection(cursor: InetDiagCursor): void {
    const now = this.#now;
    payloadOf(cursor, now);
    const connection = this.#connections.get(cursor.cookieKey) ?? this.#newConnection(cursor, now);
    count(connection, now);
    connection.isHeld = cursor.inode !== 0;
    if (connection.isHeld) connection.inode = cursor.inode;
    connection.state = cursor.state;
    connection.listedMs = this.#beganMs;
    this.#building.connections.push(connection);
  }

  /** Of those of the first dump nothing is known to be of this interval, nor of those that are too many. */
  #newConnection(cursor: InetDiagCursor, now: Payload): Connection {
    const isFirst = this.#dumps === 0;
    const isTooMany = this.#connections.size >= MOST_CONNECTIONS;
    const { txBytes, rxBytes } = isFirst || isTooMany ? now : NOTHING;
    const connection: Connection = {
      inode: 0,
      isHeld: false,
      wasHeld: isFirst && cursor.inode !== 0,
      pid: undefined,
      state: 0,
      listening: this.#building.index.find(cursor),
      listedMs: 0,
      txCounted: txBytes,
      rxCounted: rxBytes,
      txBytes: 0,
      rxBytes: 0,
      txDue: 0,
      rxDue: 0,
    };
    if (isTooMany) this.#missed = true;
    else this.#connections.set(cursor.cookieKey, connection);
    return connection;
  }

  #strayAt(port: number): Payload {
    let stray = this.#strays.get(port);
    if (stray === undefined) {
      stray = { txBytes: 0, rxBytes: 0 };
      this.#strays.set(port, stray);
    }
    return stray;
  }
}

const NOTHING: Payload = { txBytes: 0, rxBytes: 0 };

/** Counters of one connection only grow: a smaller one, or one that this kernel does not have, adds nothing. */
function count(connection: Connection, { txBytes, rxBytes }: Payload): void {
  if (txBytes > connection.txCounted) {
    connection.txBytes += txBytes - connection.txCounted;
    connection.txCounted = txBytes;
  }
  if (rxBytes > connection.rxCounted) {
    connection.rxBytes += rxBytes - connection.rxCounted;
    connection.rxCounted = rxBytes;
  }
}

function cut(connection: Connection): void {
  connection.txDue = connection.txBytes;
  connection.rxDue = connection.rxBytes;
  connection.txBytes = connection.rxBytes = 0;
}

function ownerOf({ inode, listening, pid }: Connection, holders: SocketHolders): number | undefined {
  const holder = inode === 0 ? undefined : holders.ownerOf(inode);
  return holder ?? pid ?? (listening && onlyOf(heirsOf(listening, holders)));
}

function pidsOf({ inodes }: Listening, holders: SocketHolders): readonly number[] {
  return [...new Set(inodes.flatMap((inode) => holders.holdersOf(inode)))];
}

/** Who holds it now; of one that is closed, who did. */
function heirsOf(listening: Listening, holders: SocketHolders): readonly number[] {
  const pids = pidsOf(listening, holders);
  return pids.length > 0 ? pids : listening.pids;
}

/** Of several nobody knows which one it was. */
function onlyOf(pids: readonly number[]): number | undefined {
  return pids.length === 1 ? pids[0] : undefined;
}
