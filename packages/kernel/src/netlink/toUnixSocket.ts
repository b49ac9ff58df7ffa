import type { UnixSocket } from '../types.ts';
import { cookieText } from './cookieText.ts';
import { known } from './known.ts';
import { skmemOf } from './skmemOf.ts';
import { SOCKET_STATES } from './socketStates.ts';
import type { UnixDiagCursor } from './UnixDiagCursor.ts';
import { UNIX_SOCKET_TYPES } from './unixSocketTypes.ts';

/** Of the kernel's own form of a device number. */
const MINOR_BITS = 20;

/** A lasting copy of the Unix socket under the cursor. */
export function toUnixSocket(cursor: UnixDiagCursor): UnixSocket {
  return {
    type: UNIX_SOCKET_TYPES[cursor.type] ?? 'stream',
    state: SOCKET_STATES[cursor.state] ?? 'close',
    name: cursor.name,
    inode: cursor.inode,
    cookie: cookieText(cursor),
    peerInode: known(cursor.peerInode),
    recvQ: known(cursor.recvQ),
    sendQ: known(cursor.sendQ),
    pendingInodes: Array.from({ length: cursor.pendingCount }, (_, place) => cursor.pendingInode(place)),
    skmem: skmemOf(cursor),
    shutdown: known(cursor.shutdown),
    uid: known(cursor.uid),
    file: fileOf(cursor),
  };
}

function fileOf({ fileInode, fileDevice }: UnixDiagCursor): UnixSocket['file'] {
  if (Number.isNaN(fileInode) || Number.isNaN(fileDevice)) return undefined;
  return { inode: fileInode, device: `${fileDevice >>> MINOR_BITS}:${fileDevice & ((1 << MINOR_BITS) - 1)}` };
}
