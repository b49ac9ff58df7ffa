import { INT_MAX, integer } from '../shapes.ts';
import type { Tunable } from '../types.ts';

interface Family {
  readonly path: 'ipv4' | 'ipv6';
  readonly table: string;
}

/** The neighbour tables of both families have the same knobs; their limits hold for all namespaces together. */
function neighbourTunables({ path, table }: Family): readonly Tunable[] {
  const name = (knob: string): string => `net.${path}.neigh.default.${knob}`;
  const threshold = (knob: string, others: readonly string[]) => ({
    name: name(knob),
    layer: 'network' as const,
    shape: integer(0, INT_MAX),
    unit: 'entries',
    defaultDerivation: undefined,
    scope: 'global' as const,
    takesEffect: 'at-once' as const,
    risk: 1 as const,
    interactsWith: others.map(name),
  });
  return [
    {
      ...threshold('gc_thresh1', ['gc_thresh2', 'gc_thresh3']),
      title: `${table}: always kept`,
      help: `Below so many entries of the ${table} nothing is ever removed for lack of room. Keep the three thresholds in order.`,
      kernelDefault: '128',
      cost: 'Some hundred bytes for each entry.',
    },
    {
      ...threshold('gc_thresh2', ['gc_thresh1', 'gc_thresh3']),
      title: `${table}: cleaning begins`,
      help: `Above so many entries of the ${table} those older than five seconds are removed. A busy table above it is cleaned over and over.`,
      kernelDefault: '512',
      cost: 'Some hundred bytes for each entry.',
    },
    {
      ...threshold('gc_thresh3', ['gc_thresh1', 'gc_thresh2']),
      title: `${table}: limit`,
      help: `The most entries of the ${table}. When it is full, hosts not in it cannot be reached and the kernel logs a table overflow. Large local networks and container hosts need more than the default.`,
      kernelDefault: '1024',
      cost: 'Some hundred bytes for each entry; a scan of the network can fill any table.',
    },
    {
      name: name('unres_qlen_bytes'),
      layer: 'network',
      shape: integer(0, INT_MAX),
      unit: 'bytes',
      title: `${table}: packets waiting for an answer`,
      help: 'How much data to one neighbour may wait until its link address is known. The value is the start for devices that appear later; each has its own.',
      kernelDefault: '212992',
      defaultDerivation: 'the same as net.core.wmem_default',
      scope: 'namespace',
      takesEffect: 'new-devices',
      risk: 1,
      cost: 'Memory for each neighbour that does not answer.',
      interactsWith: [name('gc_thresh3')],
    },
  ];
}

export const NEIGHBOURS: readonly Tunable[] = [
  ...neighbourTunables({ path: 'ipv4', table: 'ARP table' }),
  ...neighbourTunables({ path: 'ipv6', table: 'IPv6 neighbour table' }),
];
