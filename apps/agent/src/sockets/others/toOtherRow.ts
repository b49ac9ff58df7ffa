import type { InetSocketDetail, PacketSocket, Skmem, UnixSocket } from '@netstrata/kernel';
import type { OtherSocketRow, SocketNaming } from '@netstrata/metrics';
import { packetEnds, unixEnds } from '../detail/endsOf.ts';

/** Memory against its limit, 0 where either is not known. */
function shareOf(used: number | undefined, limit: number | undefined): number {
  return used === undefined || limit === undefined || limit <= 0 ? 0 : used / limit;
}

function memoryOf(skmem: Skmem | undefined) {
  const { rmemAlloc, rcvbuf, wmemQueued, sndbuf } = skmem ?? {};
  return { rmemAlloc, rcvbuf, wmemQueued, sndbuf };
}

export function rowOfInet(protocol: 'raw' | 'mptcp', socket: InetSocketDetail): OtherSocketRow {
  const { family, state, localPort, remotePort, cookie, inode, uid, recvQ, sendQ, drops, skmem } = socket;
  const fill =
    state === 'listen'
      ? recvQ / Math.max(1, sendQ)
      : Math.max(shareOf(skmem?.rmemAlloc, skmem?.rcvbuf), shareOf(skmem?.wmemQueued, skmem?.sndbuf));
  const ends = { local: socket.localAddress, localPort, remote: socket.remoteAddress, remotePort };
  // Without inet_diag the kernel says no limits: what is unread is all that is known.
  const memory = skmem === undefined ? { rmemAlloc: recvQ } : memoryOf(skmem);
  return { protocol, family, state, ...ends, cookie, inode, uid, recvQ, sendQ, ...memory, drops, fill };
}

export function rowOfPacket(socket: PacketSocket, interfaceOf: SocketNaming['interfaceOf']): OtherSocketRow {
  const { type, cookie, uid, skmem } = socket;
  const { rmemAlloc = 0, rcvbuf, wmemAlloc = 0, drops } = skmem ?? {};
  const queues = { recvQ: rmemAlloc, sendQ: wmemAlloc };
  return {
    protocol: 'packet',
    type,
    ...packetEnds(socket, interfaceOf),
    cookie,
    uid,
    ...queues,
    ...memoryOf(skmem),
    drops,
    fill: shareOf(rmemAlloc, rcvbuf),
  };
}

/** What a Unix socket sent is charged to its own memory until the other side has read it. */
export function rowOfUnix(socket: UnixSocket): OtherSocketRow {
  const { type, cookie, uid, state, skmem, recvQ = 0, sendQ = 0 } = socket;
  const { sndbuf, wmemAlloc } = skmem ?? {};
  const fill = state === 'listen' ? recvQ / Math.max(1, sendQ) : shareOf(wmemAlloc, sndbuf);
  return {
    protocol: 'unix',
    type,
    ...unixEnds(socket),
    cookie,
    uid,
    recvQ,
    sendQ,
    wmemQueued: wmemAlloc,
    sndbuf,
    fill,
  };
}
