import { STATE_NUMBER, toUnixSocket, type UnixDiagCursor } from '@netstrata/kernel';
import type { UnixSocketRow } from '@netstrata/metrics';
import { shownName } from './shownName.ts';
import { TopRows } from './TopRows.ts';
import type { RowOwner } from './toSocketRow.ts';

const LISTEN = STATE_NUMBER.listen;
const MOST_ROWS = 10;
/** A sender with less than this in flight is one that is used at all. */
const WORTH_NAMING = 0.1;

/** The Unix sockets of a dump that hold something; only these become rows. */
export class UnixTable {
  readonly #rows = new TopRows<UnixSocketRow>(MOST_ROWS);

  clear(): void {
    this.#rows.clear();
  }

  add(cursor: UnixDiagCursor): void {
    const isListener = cursor.state === LISTEN;
    const fill = isListener ? cursor.recvQ / Math.max(1, cursor.sendQ) : cursor.wmemAlloc / cursor.sndbuf;
    if (!(isListener ? fill > 0 : fill >= WORTH_NAMING) || !this.#rows.admits(fill)) return;
    this.#rows.add(fill, rowOf(cursor, fill));
  }

  sorted(): readonly UnixSocketRow[] {
    return this.#rows.sorted();
  }
}

function rowOf(cursor: UnixDiagCursor, fill: number): UnixSocketRow {
  const { type, state, name, inode, cookie, peerInode, recvQ = 0, sendQ = 0, skmem } = toUnixSocket(cursor);
  return { type, state, name: shownName(name), inode, cookie, peerInode, recvQ, sendQ, sndbuf: skmem?.sndbuf, fill };
}

/** `row` with the processes at both of its ends, as far as they are known. */
export function withEnds(row: UnixSocketRow, ownerOf: (inode: number) => RowOwner | undefined): UnixSocketRow {
  const owner = ownerOf(row.inode);
  const peer = row.peerInode === undefined ? undefined : ownerOf(row.peerInode);
  return { ...row, pid: owner?.pid, process: owner?.name, peerPid: peer?.pid, peerProcess: peer?.name };
}
