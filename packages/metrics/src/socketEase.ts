import type { SocketRow } from './sockets.ts';

/**
 * How a socket is that nothing limits at this look:
 * - `sending`: a UDP socket; what it sent waits below it, in the queue of a device or for an address.
 * - `dropped`: a UDP socket that has thrown packets away since it was made; between two bursts its buffer is empty.
 * - `reading`: a connection to which little comes, and its program reads it; whether more could come is not known.
 * - `waiting`: a listener; connections wait in its queue, which has room for more.
 * - `quiet`: any other.
 */
type SocketEase = 'sending' | 'dropped' | 'reading' | 'waiting' | 'quiet';

/** Asked by the row of a list and by the sentence about the socket, so that both say the same; undefined of one that is limited. */
export function socketEase(row: SocketRow): SocketEase | undefined {
  const { protocol, state, limit, recvQ, sendQ, drops = 0, rxBytesPerSecond = 0 } = row;
  if (limit !== 'none') return undefined;
  if (protocol === 'udp') return sendQ > 0 ? 'sending' : drops > 0 ? 'dropped' : 'quiet';
  if (state === 'established' && rxBytesPerSecond > 0) return 'reading';
  return state === 'listen' && recvQ > 0 ? 'waiting' : 'quiet';
}
