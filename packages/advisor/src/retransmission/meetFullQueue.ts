import { ID, type SocketRow } from '@netstrata/metrics';
import { anyMatters, recentDumps } from '../dumps.ts';
import { isElsewhere } from '../isElsewhere.ts';
import { isWithin } from '../isWithin.ts';
import { isNearFull } from '../listen/listeners.ts';
import type { RuleContext } from '../types.ts';
import type { Peers } from './peers.ts';

const isFullForItself = (row: SocketRow): boolean => !isElsewhere(row.local) && isNearFull(row);

/**
 * Whether what was sent again met a full accept queue of this host. A client whose handshake is done takes itself for connected while the
 * queue has no room for it: all that it sends is dropped, and counted as another overflow. So there have to be as many of those, and
 * the clients have to be on this host too: no peer elsewhere had anything sent again, and one here had, or such a queue serves this host alone.
 */
export function meetFullQueue(context: RuleContext, { lossy }: Peers, again: number, seconds: number): boolean {
  const overflows = context.window.delta(ID.tcp.listenOverflows, seconds) ?? 0;
  if (overflows < again || lossy.some(({ within }) => !within)) return false;
  const dumps = recentDumps(context, seconds);
  return lossy.length > 0 || anyMatters(dumps, 'stuck', isWithin) || anyMatters(dumps, 'listeners', isFullForItself);
}
