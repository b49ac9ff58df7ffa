import type { HostSummary } from '@netstrata/protocol/types';
import { type HostState, hostState } from '../hosts/hosts.ts';

/** The last state of each host that was told. */
export type Told = ReadonlyMap<string, HostState>;

const isBad = (state: HostState | undefined): boolean => state === 'saturated' || state === 'away';

/** Hosts that got into trouble since `told`; a host that is seen for the first time is no news, whatever its state. */
export const newTrouble = (
  told: Told,
  hosts: readonly HostSummary[],
): { readonly told: Told; readonly fresh: readonly HostSummary[] } => ({
  told: new Map(hosts.map((host) => [host.hostId, hostState(host)])),
  fresh: hosts.filter((host) => {
    const before = told.get(host.hostId);
    return before !== undefined && !isBad(before) && isBad(hostState(host));
  }),
});
