import { toInetSocket } from '@netstrata/kernel';
import type { OtherSocketRow, SocketRow } from '@netstrata/metrics';
import { SOCKET_NUMBER_NAMES, SOCKET_NUMBERS, type SocketNumber } from './fields.ts';
import type { SocketView } from './SocketView.ts';

/** Who holds a socket, as far as it is known. */
export interface RowOwner {
  readonly pid: number;
  readonly name: string;
  /** What an interpreter runs. */
  readonly script?: string | undefined;
}

/** A lasting copy of the socket under the view; its process is added by `withOwner`. */
export function toSocketRow(view: SocketView): SocketRow {
  const socket = toInetSocket(view.cursor, view.protocol);
  const numbers: Partial<Record<SocketNumber, number>> = {};
  for (const name of SOCKET_NUMBER_NAMES) {
    const value = SOCKET_NUMBERS[name](view);
    if (!Number.isNaN(value)) numbers[name] = value;
  }
  return {
    ...(numbers as Pick<SocketRow, SocketNumber>),
    protocol: view.protocol,
    state: socket.state,
    local: socket.localAddress,
    remote: socket.remoteAddress,
    cookie: socket.cookie,
    congestionControl: socket.congestionControl,
    cgroupId: socket.cgroupId,
    appLimited: socket.tcpInfo === undefined || view.isListener ? undefined : view.appLimited,
    limit: view.limit,
  };
}

/** Who holds sockets, as far as it was looked for; ProcessTable is the real one. */
export interface KnownOwners {
  readonly ownerOf: (inode: number) => RowOwner | undefined;
  /** Whether a search may yet find it. */
  readonly isSought: (inode: number) => boolean;
}

export function withOwner<Row extends SocketRow | OtherSocketRow>(row: Row, owners: KnownOwners): Row {
  const owner = owners.ownerOf(row.inode);
  if (owner !== undefined) return { ...row, pid: owner.pid, process: owner.name, script: owner.script };
  return owners.isSought(row.inode) ? { ...row, sought: true } : row;
}
