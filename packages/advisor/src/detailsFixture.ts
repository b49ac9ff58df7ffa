import type { InterfaceDetails, InterfacesReport, NetworkReport } from '@netstrata/metrics/details';

/** For tests: settings of devices as an agent reports them. */
export function interfacesOf(
  ...devices: readonly (Partial<InterfaceDetails> & { device: string })[]
): InterfacesReport {
  const interfaces = devices.map((device, n) => ({
    ifindex: n + 2,
    physical: true,
    unavailableFeatures: 0,
    ...device,
  }));
  return { timeMs: 1, count: interfaces.length, interfaces, problems: [] };
}

/** For tests: a default route by each of these devices, whose reverse path filters are as said. */
export function networkOf(uplinks: Readonly<Record<string, 0 | 1 | 2>>): NetworkReport {
  return {
    timeMs: 1,
    routes: Object.keys(uplinks).map((device, n) => ({
      family: 'ipv4',
      table: 'main',
      type: 'unicast',
      destination: '0.0.0.0/0',
      isDefault: true,
      nexthops: [{ gateway: `192.0.2.${n + 1}`, device, weight: 1 }],
      metric: n,
      source: undefined,
      mtuBytes: undefined,
      protocol: 'static',
    })),
    routeCount: Object.keys(uplinks).length,
    neighbours: [],
    neighbourCount: 0,
    devices: Object.entries(uplinks).map(([device, rpFilter]) => ({
      device,
      kind: undefined,
      master: undefined,
      operstate: 'up',
      mtuBytes: 1500,
      addresses: [],
      rpFilter,
    })),
    deviceCount: Object.keys(uplinks).length,
    reversePathDrops: 0,
  };
}
