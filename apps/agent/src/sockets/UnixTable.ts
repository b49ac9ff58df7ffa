import { STATE_NUMBER, toUnixSocket, UNIX_SOCKET_TYPE_NUMBER, type UnixDiagCursor } from '@netstrata/kernel';
import type { UnixSocketRow } from '@netstrata/metrics';
import { shownName } from './shownName.ts';
import { TopRows } from './TopRows.ts';
import type { RowOwner } from './toSocketRow.ts';

const LISTEN = STATE_NUMBER.listen;
const DGRAM = UNIX_SOCKET_TYPE_NUMBER.dgram;
const MOST_ROWS = 10;
/** A sender with less than this in flight is one that is used at all. */
const WORTH_NAMING = 0.1;
/** A queue of datagrams is full by their number, ten of them unless set: then hardly anything of a sender's memory is used. */
const WORTH_NAMING_DGRAM_BYTES = 4096;
/** Readers of datagrams that are remembered until their senders are known. */
const MOST_READERS = 64;

/** The Unix sockets of a dump that hold something; only these become rows. */
export class UnixTable {
  readonly #rows = new TopRows<UnixSocketRow>(MOST_ROWS);
  /** By inode. */
  readonly #readers = new Map<number, { readonly peerRecvQ: number; readonly peerName: string | undefined }>();

  clear(): void {
    this.#rows.clear();
    this.#readers.clear();
  }

  add(cursor: UnixDiagCursor): void {
    const isListener = cursor.state === LISTEN;
    const isDgram = cursor.type === DGRAM;
    if (isDgram && cursor.recvQ > 0 && this.#readers.size < MOST_READERS)
      this.#readers.set(cursor.inode, { peerRecvQ: cursor.recvQ, peerName: shownName(toUnixSocket(cursor).name) });
    const fill = isListener ? cursor.recvQ / Math.max(1, cursor.sendQ) : cursor.wmemAlloc / cursor.sndbuf;
    const isUsed = fill >= WORTH_NAMING || (isDgram && cursor.wmemAlloc >= WORTH_NAMING_DGRAM_BYTES);
    if (!(isListener ? fill > 0 : isUsed) || !this.#rows.admits(fill)) return;
    this.#rows.add(fill, rowOf(cursor, fill));
  }

  sorted(): readonly UnixSocketRow[] {
    return this.#rows.sorted().map((row) => {
      const reader = row.type === 'dgram' && row.peerInode !== undefined ? this.#readers.get(row.peerInode) : undefined;
      return reader === undefined ? row : { ...row, ...reader };
    });
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
  return {
    ...row,
    pid: owner?.pid,
    process: owner?.name,
    script: owner?.script,
    peerPid: peer?.pid,
    peerProcess: peer?.name,
    peerScript: peer?.script,
  };
}
