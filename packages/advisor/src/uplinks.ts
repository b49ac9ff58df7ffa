import type { RuleContext } from './types.ts';

/** Devices by which IPv4 reaches other networks: those of routes with a gateway. Undefined where no report tells of routes. */
export function uplinksOf({ details }: Pick<RuleContext, 'details'>): readonly string[] | undefined {
  const nexthops = details?.network?.routes
    .filter(({ family }) => family === 'ipv4')
    .flatMap((route) => route.nexthops);
  if (nexthops === undefined) return undefined;
  const devices = nexthops.flatMap(({ device, gateway }) =>
    gateway === undefined || device === undefined ? [] : device,
  );
  return [...new Set(devices)].sort();
}

/** Devices but loopback on which the reverse path filter is strict. Undefined where no report tells. */
export function strictDevicesOf({ details }: Pick<RuleContext, 'details'>): readonly string[] | undefined {
  return details?.network?.devices
    .filter(({ device, rpFilter }) => rpFilter === 1 && device !== 'lo')
    .map(({ device }) => device);
}
