import { rowMetrics } from '../define.ts';
import type { Metric } from '../types.ts';

interface Family<S extends 'net/stat/arp_cache' | 'net/stat/ndisc_cache'> {
  readonly source: S;
  readonly subject: string;
  /** Begins every title. */
  readonly name: string;
  /** "ARP": what asks for a link address. */
  readonly question: string;
  readonly tunables: string;
  readonly list: string;
}

/** Both families keep the same counters; every network namespace of the host shares the table. */
function neighbourMetrics<S extends 'net/stat/arp_cache' | 'net/stat/ndisc_cache'>(
  family: Family<S>,
): readonly Metric<'net/stat/arp_cache' | 'net/stat/ndisc_cache'>[] {
  const { source, subject, name, question, tunables, list } = family;
  const table = `cat /proc/${source}`;
  const commands = [`lnstat -c 1 -i 1 -f ${source.slice('net/stat/'.length)}`, table];
  const limit = `${tunables}.gc_thresh3`;
  return rowMetrics<'net/stat/arp_cache' | 'net/stat/ndisc_cache'>(
    { layer: 'network', source, subject },
    {
      entries: {
        field: 'entries',
        kernelName: 'entries',
        kind: 'gauge',
        unit: 'count',
        fills: limit,
        title: `${name}: entries`,
        help: `Neighbours whose link address the host knows or asks for, in all network namespaces together. New ones are refused at ${limit}. Permanent entries and those that a program maintains are in this number but not held against the limit (since Linux 5.0).`,
        commands: [list, ...commands],
      },
      tableFulls: {
        field: 'tableFulls',
        kernelName: 'table_fulls',
        unit: 'events',
        trouble: true,
        fills: limit,
        title: `${name}: refused, full`,
        help: `Times a neighbour could not be added because ${limit} entries were there and none could be removed; the packet for it was lost and the kernel logged a table overflow. Hosts not in the table are unreachable while it lasts. Counted over the whole host.`,
        commands,
      },
      unresolvedDiscards: {
        field: 'unresolvedDiscards',
        kernelName: 'unresolved_discards',
        unit: 'packets',
        trouble: true,
        fills: `${tunables}.unres_qlen_bytes`,
        title: `${name}: packets given up while asking`,
        help: `Packets to a neighbour whose link address was still being asked for, dropped because too many of them waited already (unres_qlen_bytes). A burst to a silent or brand-new neighbour does it. Counted over the whole host.`,
        commands,
      },
      forcedGcRuns: {
        field: 'forcedGcRuns',
        kernelName: 'forced_gc_runs',
        unit: 'events',
        trouble: true,
        fills: `${tunables}.gc_thresh2`,
        title: `${name}: cleaned for lack of room`,
        help: `Times an addition found the table above ${tunables}.gc_thresh2 and old entries were removed at once. Now and then is fine; a steady rise means that neighbours are forgotten and asked for again, and costs CPU under a lock of the whole host.`,
        commands,
      },
      resFailed: {
        field: 'resFailed',
        kernelName: 'res_failed',
        unit: 'events',
        trouble: true,
        title: `${name}: nobody answered`,
        help: `Neighbours that did not answer ${question} after all tries: switched off, in another network, or addresses that do not exist. Programs see "no route to host". A scan makes many.`,
        commands,
      },
      allocs: {
        field: 'allocs',
        kernelName: 'allocs',
        unit: 'count',
        title: `${name}: entries made`,
        help: `Neighbours added since boot, by all network namespaces of the host.`,
        commands,
      },
      destroys: {
        field: 'destroys',
        kernelName: 'destroys',
        unit: 'count',
        title: `${name}: entries removed`,
        help: `Neighbours removed since boot. As fast as entries are made, the table churns: it is too small, or something scans the network.`,
        commands,
      },
      lookups: {
        field: 'lookups',
        kernelName: 'lookups',
        unit: 'events',
        title: `${name}: lookups`,
        help: `Searches of the table. Ordinary packets of a known route do not need one, so this is far below the number of packets.`,
        commands,
      },
      hits: {
        field: 'hits',
        kernelName: 'hits',
        unit: 'events',
        title: `${name}: lookups that found`,
        help: `Searches of the table that found an entry.`,
        commands,
      },
      hashGrows: {
        field: 'hashGrows',
        kernelName: 'hash_grows',
        unit: 'events',
        title: `${name}: hash grown`,
        help: `Times the hash of the table was doubled because entries had become more than buckets.`,
        commands,
      },
      rcvProbesMcast: {
        field: 'rcvProbesMcast',
        kernelName: 'rcv_probes_mcast',
        unit: 'packets',
        title: `${name}: multicast questions received`,
        help: `Questions for an address of ours that came by multicast. The kernel counts them for IPv6 only.`,
        commands,
      },
      rcvProbesUcast: {
        field: 'rcvProbesUcast',
        kernelName: 'rcv_probes_ucast',
        unit: 'packets',
        title: `${name}: direct questions received`,
        help: `Questions for an address of ours sent straight to it, by neighbours that check whether it is still there. The kernel counts them for IPv6 only.`,
        commands,
      },
      periodicGcRuns: {
        field: 'periodicGcRuns',
        kernelName: 'periodic_gc_runs',
        unit: 'events',
        title: `${name}: regular cleanings`,
        help: `Rounds in which the kernel looked for unused entries that have aged. It removes them only while there are ${tunables}.gc_thresh1 or more.`,
        commands,
      },
    },
  );
}

/** /proc/net/stat/arp_cache: IPv4. */
export const NETWORK_ARP_CACHE = neighbourMetrics({
  source: 'net/stat/arp_cache',
  subject: 'arpCache',
  name: 'ARP table',
  question: 'ARP requests',
  tunables: 'net.ipv4.neigh.default',
  list: 'ip -4 -s neigh',
});

/** /proc/net/stat/ndisc_cache: IPv6. */
export const NETWORK_NDISC_CACHE = neighbourMetrics({
  source: 'net/stat/ndisc_cache',
  subject: 'ndiscCache',
  name: 'IPv6 neighbour table',
  question: 'neighbour solicitations',
  tunables: 'net.ipv6.neigh.default',
  list: 'ip -6 -s neigh',
});
