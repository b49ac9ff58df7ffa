import type { InetSocketDetail } from '../types.ts';
import { addressText } from './addressText.ts';
import { SOCKET_STATES } from './socketStates.ts';

/** `sl: local:port remote:port st tx:rx tr:when retrnsmt uid timeout inode ref pointer drops`; the port is the protocol's number. */
const LINE =
  /^ *\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{8}|[0-9A-F]{32}):[0-9A-F]{4} ([0-9A-F]{2}) ([0-9A-F]{8}):([0-9A-F]{8}) \S+ \S+ +(\d{1,10}) +\d+ (\d{1,10}) \d+ \S+ (\d{1,10})$/;

/**
 * /proc/net/raw and raw6: raw sockets, where inet_diag does not list them. Memory in bytes of truesize. Lines that make no sense are left
 * out: the columns have been the same since 2.6.26.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ipv4/raw.c?h=v6.18
 */
export function parseProcNetRaw(text: string, family: 4 | 6): readonly InetSocketDetail[] {
  return text.split('\n').flatMap((line) => {
    const [, local = '', port = '', remote = '', state = '', tx = '', rx = '', uid, inode, drops] =
      LINE.exec(line) ?? [];
    if (inode === undefined || local.length !== (family === 4 ? 8 : 32)) return [];
    return {
      protocol: 'raw',
      family,
      state: SOCKET_STATES[Number.parseInt(state, 16)] ?? 'close',
      localAddress: addressText(bytesOf(local)),
      localPort: Number.parseInt(port, 16),
      remoteAddress: addressText(bytesOf(remote)),
      remotePort: 0,
      cookie: inodeCookie(Number(inode)),
      inode: Number(inode),
      uid: Number(uid),
      recvQ: Number.parseInt(rx, 16),
      sendQ: Number.parseInt(tx, 16),
      drops: Number(drops),
      timer: 0,
      retransmits: 0,
      expiresMs: 0,
      ...NOT_SAID,
    };
  });
}

/** Stands in for the cookie of a socket whose inode is all that is known. */
export function inodeCookie(inode: number): string {
  return `inode:${inode}`;
}

const NOT_SAID = {
  skmem: undefined,
  tcpInfo: undefined,
  congestionControl: undefined,
  cgroupId: undefined,
  interfaceIndex: undefined,
  shutdown: undefined,
  tos: undefined,
  tclass: undefined,
  v6Only: undefined,
  mark: undefined,
  classId: undefined,
  bits: undefined,
  bbr: undefined,
  vegas: undefined,
  dctcp: undefined,
  ulp: undefined,
  mptcp: undefined,
  subflow: undefined,
} as const;

/** Each group of eight digits is a word of the machine's byte order: lowest byte last. */
function bytesOf(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    const place = (at & ~3) + (3 - (at & 3));
    bytes[at] = Number.parseInt(hex.slice(place * 2, place * 2 + 2), 16);
  }
  return bytes;
}
