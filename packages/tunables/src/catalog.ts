import { BUFFERS } from './catalog/buffers.ts';
import { CONNTRACK } from './catalog/conntrack.ts';
import { DEVICE } from './catalog/device.ts';
import { FILES } from './catalog/files.ts';
import { LISTEN } from './catalog/listen.ts';
import { MEMORY } from './catalog/memory.ts';
import { NEIGHBOURS } from './catalog/neighbours.ts';
import { PORTS } from './catalog/ports.ts';
import { ROUTING } from './catalog/routing.ts';
import { TCP_BEHAVIOUR } from './catalog/tcpBehaviour.ts';
import { TCP_TIMERS } from './catalog/tcpTimers.ts';
import type { Tunable } from './types.ts';

/** Every tunable, in the order a page lists them. A name that is not here cannot be changed by this product. */
export const TUNABLES: readonly Tunable[] = [
  ...FILES,
  ...LISTEN,
  ...BUFFERS,
  ...MEMORY,
  ...TCP_BEHAVIOUR,
  ...TCP_TIMERS,
  ...PORTS,
  ...ROUTING,
  ...NEIGHBOURS,
  ...CONNTRACK,
  ...DEVICE,
];

const BY_NAME: ReadonlyMap<string, Tunable> = new Map(TUNABLES.map((entry) => [entry.name, entry]));

export function tunable(name: string): Tunable | undefined {
  return BY_NAME.get(name);
}

export function tunablesOfLayer(layer: Tunable['layer']): readonly Tunable[] {
  return TUNABLES.filter((entry) => entry.layer === layer);
}
