import { addressText, type InetDiagCursor, SOCKET_STATES, STATE_NUMBER, TCP_INFO_U64 } from '@netstrata/kernel';
import type { SocketState } from '@netstrata/kernel/types';
import { MOST_PROCESS_LISTENERS, type ProcessListener } from '@netstrata/metrics';
import { emptyCounters, emptyDelta, PreviousSockets } from '../sockets/PreviousSockets.ts';
import type { ListenerGroups, SocketAtHand, SocketHolders } from './ListenerGroups.ts';

/** A socket of a dump with what it counts. */
export type CountedSocket = SocketAtHand & Pick<InetDiagCursor, 'state' | 'cookieKey' | 'tcpInfoBytes' | 'tcpInfo64'>;

/** What the sockets of one process add up to. */
export interface ProcessSockets {
  readonly tcp: Partial<Record<SocketState, number>>;
  udp: number;
  txBytes: number;
  rxBytes: number;
  /** Fullest first once the dump has ended. */
  readonly listeners: ProcessListener[];
  listenerCount: number;
}

const LISTEN = STATE_NUMBER.listen;
/** The handshake counts as one byte acknowledged. */
const HANDSHAKE = 1;

/**
 * Adds up one dump by the processes that hold the sockets. Bytes are what a connection counted since the dump before; of one that
 * was not there then, all that it counted. A connection that came and went in between is not in it, and UDP counts no bytes.
 */
export class SocketsByProcess {
  readonly #groups: ListenerGroups;
  readonly #previous = new PreviousSockets();
  readonly #now = emptyCounters();
  readonly #delta = emptyDelta();
  #holders: SocketHolders;
  #byPid = new Map<number, ProcessSockets>();
  #withoutProcess = 0;
  #unowned = 0;
  #unownedBytes = 0;

  constructor(groups: ListenerGroups, holders: SocketHolders) {
    this.#groups = groups;
    this.#holders = holders;
  }

  begin(holders: SocketHolders): void {
    this.#holders = holders;
    this.#byPid = new Map();
    this.#withoutProcess = this.#unowned = this.#unownedBytes = 0;
    this.#previous.beginDump();
  }

  end(): void {
    this.#previous.endDump();
  }

  get pids(): Iterable<number> {
    return this.#byPid.keys();
  }
  /** TCP sockets that belong to no process: the kernel gives them no inode. */
  get withoutProcess(): number {
    return this.#withoutProcess;
  }
  /** Sockets of a process that is not known. */
  get unowned(): number {
    return this.#unowned;
  }
  get unownedBytes(): number {
    return this.#unownedBytes;
  }

  of(pid: number): ProcessSockets | undefined {
    return this.#byPid.get(pid);
  }

  /** A listener, for each process that holds it. */
  addListener(cursor: SocketAtHand): void {
    for (const pid of this.#holders.holdersOf(cursor.inode)) {
      const sockets = this.#at(pid);
      sockets.listenerCount++;
      addFuller(sockets.listeners, cursor);
    }
  }

  addTcp(cursor: CountedSocket): void {
    const { inode } = cursor;
    const isListener = cursor.state === LISTEN;
    const hasBytes = !isListener && this.#exchange(cursor);
    if (inode === 0) {
      this.#withoutProcess++;
      return;
    }
    const pid = this.#holders.ownerOf(inode);
    if (pid === undefined) {
      this.#unowned++;
      if (hasBytes) this.#unownedBytes += this.#delta.txBytes + this.#delta.rxBytes;
      return;
    }
    const sockets = this.#at(pid);
    const state = SOCKET_STATES[cursor.state] ?? 'close';
    sockets.tcp[state] = (sockets.tcp[state] ?? 0) + 1;
    if (isListener) return;
    this.#groups.addConnection(cursor, pid, this.#delta.isNew);
    if (!hasBytes) return;
    sockets.txBytes += this.#delta.txBytes;
    sockets.rxBytes += this.#delta.rxBytes;
  }

  addUdp({ inode }: Pick<InetDiagCursor, 'inode'>): void {
    const pid = this.#holders.ownerOf(inode);
    if (pid === undefined) this.#unowned++;
    else this.#at(pid).udp++;
  }

  #at(pid: number): ProcessSockets {
    let sockets = this.#byPid.get(pid);
    if (sockets === undefined) {
      sockets = { tcp: {}, udp: 0, txBytes: 0, rxBytes: 0, listeners: [], listenerCount: 0 };
      this.#byPid.set(pid, sockets);
    }
    return sockets;
  }

  /** Whether it is known what the connection counted since the dump before: then that is in the delta. */
  #exchange(cursor: CountedSocket): boolean {
    const delta = this.#delta;
    delta.isNew = false;
    if (cursor.tcpInfoBytes === 0) return false;
    const now = this.#now;
    now.txBytes = cursor.tcpInfo64(TCP_INFO_U64.bytesAcked);
    now.rxBytes = cursor.tcpInfo64(TCP_INFO_U64.bytesReceived);
    this.#previous.exchange(cursor.cookieKey, now, delta);
    if (delta.isNew) {
      delta.txBytes = Math.max(0, now.txBytes - HANDSHAKE);
      delta.rxBytes = now.rxBytes;
    }
    return (delta.known || delta.isNew) && !Number.isNaN(delta.txBytes + delta.rxBytes);
  }
}

/** Keeps the fullest, fullest first. */
function addFuller(listeners: ProcessListener[], cursor: SocketAtHand): void {
  const fill = (row: Pick<ProcessListener, 'queue' | 'backlog'>) => row.queue / Math.max(1, row.backlog);
  const row = { queue: cursor.recvQ, backlog: cursor.sendQ };
  const at = listeners.findLastIndex((other) => fill(other) >= fill(row)) + 1;
  if (at >= MOST_PROCESS_LISTENERS) return;
  listeners.splice(at, 0, { address: addressText(cursor.localAddressBytes), port: cursor.localPort, ...row });
  if (listeners.length > MOST_PROCESS_LISTENERS) listeners.pop();
}
