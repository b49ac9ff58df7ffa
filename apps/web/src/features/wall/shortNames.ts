import type { HostSummary } from '@netstrata/protocol/types';

const ADDRESS = /^[\d.]+$|:/;

const firstLabel = (hostname: string): string =>
  ADDRESS.test(hostname) ? hostname : (hostname.split('.', 1)[0] ?? hostname);

/** What hosts are called where there is little room, by their ids: without their domain, as long as that means one of them alone. */
export const shortNames = (hosts: readonly HostSummary[]): ReadonlyMap<string, string> => {
  const times = new Map<string, number>();
  for (const { hostname } of hosts) {
    const label = firstLabel(hostname);
    times.set(label, (times.get(label) ?? 0) + 1);
  }
  return new Map(
    hosts.map(({ hostId, hostname }) => {
      const label = firstLabel(hostname);
      return [hostId, times.get(label) === 1 ? label : hostname];
    }),
  );
};
