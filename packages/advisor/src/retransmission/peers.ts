import { anySocket, recentDumps, sightsByCookie } from '../dumps.ts';
import { withinBy } from '../isWithin.ts';
import type { RuleContext } from '../types.ts';

export interface LossyPeer {
  readonly remote: string;
  /** On this host. */
  readonly within: boolean;
  /** Segments sent again to it while the dumps looked. */
  readonly again: number;
  /** Of all that the listed connections sent again, 0..1. */
  readonly share: number;
  readonly connections: number;
}

export interface Peers {
  /** Peers that something was sent again to, most first. */
  readonly lossy: readonly LossyPeer[];
  /** Peers among the busiest senders. */
  readonly seen: number;
}

/** To whom the busiest connections of the last `seconds` sent again. */
export function lossyPeers(context: RuleContext, seconds: number): Peers {
  const dumps = recentDumps(context, seconds);
  const within = withinBy(dumps);
  const byRemote = new Map<string, { within: boolean; again: number; connections: number }>();
  for (const sights of sightsByCookie(dumps, 'senders', anySocket).values()) {
    const first = sights.at(0)?.row;
    const last = sights.at(-1)?.row;
    if (first === undefined || last === undefined) continue;
    const entry = byRemote.get(last.remote) ?? { within: within(last), again: 0, connections: 0 };
    entry.again += Math.max(0, (last.retransTotal ?? 0) - (first.retransTotal ?? 0));
    entry.connections += 1;
    byRemote.set(last.remote, entry);
  }
  const total = [...byRemote.values()].reduce((sum, { again }) => sum + again, 0);
  const lossy = [...byRemote]
    .filter(([, { again }]) => again > 0)
    .map(([remote, entry]) => ({ remote, ...entry, share: entry.again / total }))
    .toSorted((a, b) => b.again - a.again);
  return { lossy, seen: byRemote.size };
}
