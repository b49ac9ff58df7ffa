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

/** What has no connection is "close" to the kernel, which says nothing of it, and what captures packets has no state at all. */
const hasState = ({ kind, state }: SocketDetail): boolean => kind === 'tcp' || (kind !== 'packet' && state !== 'close');

export const socketAbout = (now: SocketDetail, t: SocketWords): string => {
  const { kind, state, pid, script } = now;
  const parts = [t(`kinds.${kind}`), hasState(now) && state, pid === undefined ? undefined : pidWords(pid, script, t)];
  return parts.filter(Boolean).join(' · ');
};
