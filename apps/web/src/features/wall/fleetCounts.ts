import type { HostSummary } from '@netstrata/protocol/types';
import { type HostState, hostState } from '../hosts/hosts.ts';

/** How many hosts there are in each state, the worst first; states that none is in are left out. */
export const fleetCounts = (
  hosts: readonly HostSummary[],
): readonly { readonly state: HostState; readonly count: number }[] =>
  (['saturated', 'away', 'busy', 'unknown', 'calm'] as const).flatMap((state) => {
    const count = hosts.filter((host) => hostState(host) === state).length;
    return count === 0 ? [] : [{ state, count }];
  });

/** Nothing hurts and nobody is missing. What cannot be judged on a host does not break the quiet, unless it is all of it. */
export const isQuiet = (hosts: readonly HostSummary[]): boolean =>
  hosts.length > 0 &&
  hosts.every(
    ({ connected, layers }) =>
      connected &&
      layers.every(({ state }) => state === 'calm' || state === 'unknown') &&
      layers.some(({ state }) => state === 'calm'),
  );
