import { openFileSource, type Roots, type Source } from '../Source.ts';
import { parsePairTable } from '../text/pairTable.ts';
import type { CounterTable } from '../types.ts';

const PATH = '/proc/net/sockstat6';

/**
 * /proc/net/sockstat6: IPv6 sockets in use now by protocol. Absent where IPv6 is not built in (`not-found`).
 *
 * There is no memory here: TCP and UDP memory is shared with IPv4 and counted in /proc/net/sockstat. FRAG6 `memory` is in bytes.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ipv6/proc.c?h=v6.18 (sockstat6_seq_show)
 */
export function parseNetSockstat6(text: string): CounterTable {
  return parsePairTable(PATH, text);
}

export function openNetSockstat6(roots: Roots): Source<CounterTable> {
  return openFileSource(roots, { file: 'net/sockstat6', singleRecord: true, parse: parseNetSockstat6 });
}
