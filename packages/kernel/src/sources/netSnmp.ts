import { openFileSource, type Roots, type Source } from '../Source.ts';
import { parseHeaderTable } from '../text/headerTable.ts';
import type { CounterTable } from '../types.ts';

const PATH = '/proc/net/snmp';

/**
 * /proc/net/snmp: the MIB counters of IPv4, ICMP, TCP, UDP and UDP-Lite of this network namespace.
 *
 * Counters since boot (or since the namespace was made) except Ip Forwarding and DefaultTTL, Tcp RtoAlgorithm, RtoMin, RtoMax
 * (ms), MaxConn (-1: no limit) and CurrEstab, which are values of now. IcmpMsg appears once the first message of a type
 * was seen. Udp InDatagrams counts when the program reads, not on arrival.
 * Newer columns: Ip OutTransmits 6.3, Icmp OutRateLimit* 6.4 and 6.6, Udp MemErrors 5.11.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ipv4/proc.c?h=v6.18 (snmp_seq_show)
 */
export function parseNetSnmp(text: string): CounterTable {
  return parseHeaderTable(PATH, text);
}

export function openNetSnmp(roots: Roots): Source<CounterTable> {
  return openFileSource(roots, { file: 'net/snmp', singleRecord: true, parse: parseNetSnmp });
}
