import { CookieSet, type InetDiagCursor } from '@netstrata/kernel';
import type { PreviousSockets, SocketCounters, SocketDelta } from '../sockets/PreviousSockets.ts';
import type { SocketObserver } from '../sockets/SocketDumper.ts';
import type { SocketView } from '../sockets/SocketView.ts';
import type { Direction, DumpedFacts } from './ClosedSocket.ts';

/** What one dump listed of TCP. */
class DumpedTcp {
  readonly cookies = new CookieSet();
  /** Port -> inode of a socket that listened there. */
  readonly listeners = new Map<number, number>();
  monoMs = Number.NaN;
}

/**
 * What the last two socket dumps listed, to tell of a closed connection how long it can have lived, and whether it was accepted:
 * tcp_info says neither. A dump that fails changes nothing.
 */
export class DumpedSockets implements SocketObserver, DumpedFacts {
  readonly #previous: PreviousSockets;
  #building = new DumpedTcp();
  #last = new DumpedTcp();
  #before = new DumpedTcp();

  constructor(previous: PreviousSockets) {
    this.#previous = previous;
  }

  beginDump(monoMs: number): void {
    this.#building.cookies.clear();
    this.#building.listeners.clear();
    this.#building.monoMs = monoMs;
  }

  /** What has no tcp_info is in TIME-WAIT, and was told when it was closed, or not a socket yet. */
  add({ cursor, isListener, protocol }: SocketView): void {
    if (protocol !== 'tcp') return;
    if (isListener) this.#building.listeners.set(cursor.localPort, cursor.inode);
    else if (cursor.tcpInfoBytes > 0) this.#building.cookies.add(cursor.cookieLow, cursor.cookieHigh);
  }

  endDump(): void {
    [this.#before, this.#last, this.#building] = [this.#last, this.#building, this.#before];
  }

  /** How long a connection that `isShort` says yes of can have lived at most, if it is closed now. */
  shortLimitMs(monoMs: number): number | undefined {
    return Number.isNaN(this.#before.monoMs) ? undefined : monoMs - this.#before.monoMs;
  }

  isShort(cursor: InetDiagCursor): boolean | undefined {
    if (Number.isNaN(this.#before.monoMs)) return undefined;
    return !this.#before.cookies.has(cursor.cookieLow, cursor.cookieHigh);
  }

  /** Accepted connections have the port of their listener, which may have been closed before them. */
  directionOf({ localPort }: InetDiagCursor): Direction | undefined {
    if (Number.isNaN(this.#last.monoMs)) return undefined;
    return this.listenerOf(localPort) === undefined ? 'out' : 'in';
  }

  /** The inode of a socket that listened on the port in one of the two dumps. */
  listenerOf(port: number): number | undefined {
    return this.#last.listeners.get(port) ?? this.#before.listeners.get(port);
  }

  finish(key: number, counters: Pick<SocketCounters, 'txBytes' | 'rxBytes'>, delta: SocketDelta): void {
    if (Number.isNaN(this.#last.monoMs)) delta.known = false;
    else this.#previous.finish(key, counters, delta);
  }
}
