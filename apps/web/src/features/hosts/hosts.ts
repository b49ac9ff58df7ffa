import { isHurting, type LayerState } from '@netstrata/metrics';
import type { HostSummary } from '@netstrata/protocol/types';

/** `away`: its agent is not connected, so nothing is known of now. */
export type HostState = LayerState | 'away';

const LAYER_RANK: Readonly<Record<LayerState, number>> = { saturated: 3, busy: 2, unknown: 1, calm: 0 };
/** What hurts more has a higher one. */
export const HOST_RANK: Readonly<Record<HostState, number>> = { saturated: 4, away: 3, busy: 2, unknown: 1, calm: 0 };

/** The worst of its layers, or that it is away. */
export const hostState = ({ connected, layers }: Pick<HostSummary, 'connected' | 'layers'>): HostState => {
  if (!connected) return 'away';
  let worst: LayerState | undefined;
  for (const { state } of layers) if (worst === undefined || LAYER_RANK[state] > LAYER_RANK[worst]) worst = state;
  return worst ?? 'unknown';
};

/** One for all: making one for each comparison takes longer than sorting. */
const { compare } = new Intl.Collator('en', { numeric: true });

export const byName = (a: HostSummary, b: HostSummary): number =>
  compare(a.hostname, b.hostname) || (a.hostId < b.hostId ? -1 : 1);

/** By name, this machine first. */
export const inOrder = (hosts: readonly HostSummary[]): readonly HostSummary[] =>
  hosts.toSorted((a, b) => Number(b.self) - Number(a.self) || byName(a, b));

const weightOf = (host: HostSummary): number => {
  const worst = hostState(host);
  // Of a calm host all layers are as bad as each other, of one whose fifth cannot be seen four: neither is worse.
  const alike = worst !== 'away' && isHurting(worst) ? host.layers.filter(({ state }) => state === worst).length : 0;
  return HOST_RANK[worst] * 10 + alike;
};

/** What hurts most first: the worst layer, then how many layers are as bad, then by name. */
export const worstFirst = (hosts: readonly HostSummary[]): readonly HostSummary[] => {
  const weighed = hosts.map((host) => ({ host, weight: weightOf(host) }));
  return weighed.toSorted((a, b) => b.weight - a.weight || byName(a.host, b.host)).map(({ host }) => host);
};
