import type { SocketRow } from './sockets.ts';

/** Times the shortest round trip above which the longer one is taken for queues on the path. */
const BLOAT = 1.5;

/** Whether queues stretch the round trip of a connection: then the shortest one is that of the path. Unknown ones are not stretched. */
export const isBloated = ({ rttUs, minRttUs }: Pick<SocketRow, 'rttUs' | 'minRttUs'>): boolean =>
  rttUs !== undefined && minRttUs !== undefined && minRttUs > 0 && rttUs > BLOAT * minRttUs;
