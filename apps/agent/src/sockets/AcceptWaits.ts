import { STATE_NUMBER, TCP_INFO_U32, toInetSocket } from '@netstrata/kernel';
import type { SocketRow } from '@netstrata/metrics';
import type { SocketView } from './SocketView.ts';

const { established, 'close-wait': closeWait } = STATE_NUMBER;
const PORTS = 65_536;
const ANY = new Set(['0.0.0.0', '::']);

interface Oldest {
  readonly waitMs: number;
  readonly address: string;
  readonly cookie: string;
  readonly cookieKey: number;
  /** It was the oldest in the dump before. Queues are served in order: while it waits, nothing was taken. */
  readonly stayed: boolean;
}

/**
 * How long the oldest connection of each accept queue has waited. A connection that no accept() has taken yet belongs to no
 * file: its inode is 0. It has sent nothing, and the kernel counts the time since it last sent from when it was made. That time
 * is too coarse to tell apart those that came in one burst, so the oldest of the dump before stays it for as long as it waits.
 *
 * One connection is kept for each port and family, the oldest: of two listeners that share a port on different addresses,
 * the wait of the other is not known.
 */
export class AcceptWaits {
  #byPort = new Map<number, Oldest>();
  #before = new Map<number, Oldest>();

  /** Begins a dump. */
  clear(): void {
    [this.#before, this.#byPort] = [this.#byPort, this.#before];
    this.#byPort.clear();
  }

  add(view: SocketView): void {
    const { cursor } = view;
    if (cursor.inode !== 0 || view.protocol !== 'tcp') return;
    if (cursor.state !== established && cursor.state !== closeWait) return;
    const waitMs = view.tcp32(TCP_INFO_U32.lastDataSentMs);
    const key = keyOf(cursor);
    const { cookieKey } = cursor;
    const stayed = this.#before.get(key)?.cookieKey === cookieKey;
    const oldest = this.#byPort.get(key);
    if (oldest?.stayed || !(stayed || waitMs > (oldest?.waitMs ?? -1))) return;
    const { localAddress: address, cookie } = toInetSocket(cursor, 'tcp');
    this.#byPort.set(key, { waitMs, address, cookie, cookieKey, stayed });
  }

  /** `rows` with their waits; `listeners` says which addresses have a listener of their own. */
  withWaits(rows: readonly SocketRow[], listeners: readonly SocketRow[]): readonly SocketRow[] {
    if (this.#byPort.size === 0) return rows;
    return rows.map((row) => {
      const oldest = row.state === 'listen' ? this.#oldestOf(row, listeners) : undefined;
      return oldest === undefined ? row : { ...row, acceptWaitMs: oldest.waitMs, acceptOldest: oldest.cookie };
    });
  }

  #oldestOf(row: SocketRow, listeners: readonly SocketRow[]): Oldest | undefined {
    const oldest = row.recvQ > 0 ? this.#byPort.get(keyOf(row)) : undefined;
    if (oldest === undefined) return undefined;
    const isOwn = (other: SocketRow) => other.localPort === row.localPort && other.local === oldest.address;
    const isMine = ANY.has(row.local) ? !listeners.some(isOwn) : row.local === oldest.address;
    return isMine ? oldest : undefined;
  }
}

function keyOf({ family, localPort }: { readonly family: 4 | 6; readonly localPort: number }): number {
  return family * PORTS + localPort;
}
