import { openFileSource, type Roots, type Source } from '../Source.ts';
import { parsePairTable } from '../text/pairTable.ts';
import type { CounterTable } from '../types.ts';

const PATH = '/proc/net/sockstat';

/**
 * /proc/net/sockstat: sockets in use now by protocol, and the memory that TCP, UDP and reassembly hold.
 *
 * `mem` is in pages, FRAG `memory` in bytes. TCP inuse and tw are of this network namespace, while orphan, alloc and every
 * mem count the whole machine.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ipv4/proc.c?h=v6.18 (sockstat_seq_show)
 */
export function parseNetSockstat(text: string): CounterTable {
  return parsePairTable(PATH, text);
}

export function openNetSockstat(roots: Roots): Source<CounterTable> {
  return openFileSource(roots, { file: 'net/sockstat', singleRecord: true, parse: parseNetSockstat });
}
