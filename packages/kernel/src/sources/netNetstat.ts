import { openFileSource, type Roots, type Source } from '../Source.ts';
import { parseHeaderTable } from '../text/headerTable.ts';
import type { CounterTable } from '../types.ts';

const PATH = '/proc/net/netstat';

/**
 * /proc/net/netstat: TcpExt, IpExt and, where MPTCP is built in, MPTcpExt: Linux's own counters beyond the MIBs.
 *
 * Counters since boot of this network namespace, in events, segments, or (IpExt *Octets) bytes. The set grows with nearly every
 * release, and the order is not stable: only the header line says what a column is.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ipv4/proc.c?h=v6.18 (netstat_seq_show)
 */
export function parseNetNetstat(text: string): CounterTable {
  return parseHeaderTable(PATH, text);
}

export function openNetNetstat(roots: Roots): Source<CounterTable> {
  return openFileSource(roots, { file: 'net/netstat', singleRecord: true, parse: parseNetNetstat });
}
