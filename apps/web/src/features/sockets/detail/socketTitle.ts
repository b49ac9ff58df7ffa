import type { SocketDetail } from '@netstrata/metrics';
import { endpointParts, nobodyWords, pidWords } from '../sockets.ts';
import type { SocketWords } from '../words.ts';
import { numberOf } from './numberOf.ts';

/** Whose it is, and both ends. */
export const socketTitle = (now: SocketDetail, t: SocketWords): string =>
  `${now.process ?? nobodyWords(now, t).name} · ${endsOf(now)}`;

/** The arrow goes where most of the bytes went so far. */
const arrowOf = (now: SocketDetail): string =>
  (numberOf(now, 'bytesReceived') ?? 0) > (numberOf(now, 'bytesAcked') ?? 0) ? '←' : '→';

const endsOf = (now: SocketDetail): string => {
  const { kind, local, localPort, remote, remotePort = 0 } = now;
  const near = localPort === undefined ? local : endpointParts(local, localPort).join(':');
  if (remote === undefined || (localPort !== undefined && kind !== 'raw' && remotePort === 0)) return near;
  return `${near} ${arrowOf(now)} ${localPort === undefined ? remote : endpointParts(remote, remotePort).join(':')}`;
};

export const socketAbout = ({ kind, state, pid, script }: SocketDetail, t: SocketWords): string =>
  // What captures packets has no connection whose state would say anything.
  [t(`kinds.${kind}`), kind === 'packet' ? undefined : state, pid === undefined ? undefined : pidWords(pid, script, t)]
    .filter(Boolean)
    .join(' · ');
