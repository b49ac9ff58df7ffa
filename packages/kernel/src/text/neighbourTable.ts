import type { NeighbourStatRow } from '../types.ts';
import { parseCpuTable, sumOf } from './cpuTable.ts';

/**
 * The layout of /proc/net/stat/arp_cache and /proc/net/stat/ndisc_cache: what each possible CPU did with one neighbour table, in hex.
 * The CPUs are added up, as the work of a table has nothing to do with the CPU it happened on; `entries` is the table's own number
 * and the same in each row.
 *
 * Counters are of the kernel's `unsigned long`. unresolved_discards 2.6.28, table_fulls 4.3.
 */
export function parseNeighbourTable(path: string, text: string): NeighbourStatRow {
  const table = parseCpuTable(path, text);
  const sum = (name: string) => sumOf(table, name);
  return {
    entries: table.rows[0]?.('entries'),
    allocs: sum('allocs'),
    destroys: sum('destroys'),
    hashGrows: sum('hash_grows'),
    lookups: sum('lookups'),
    hits: sum('hits'),
    resFailed: sum('res_failed'),
    rcvProbesMcast: sum('rcv_probes_mcast'),
    rcvProbesUcast: sum('rcv_probes_ucast'),
    periodicGcRuns: sum('periodic_gc_runs'),
    forcedGcRuns: sum('forced_gc_runs'),
    unresolvedDiscards: sum('unresolved_discards'),
    tableFulls: sum('table_fulls'),
  };
}
