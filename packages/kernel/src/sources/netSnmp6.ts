import { openFileSource, type Roots, type Source } from '../Source.ts';
import { emptyRecord } from '../text/headerTable.ts';
import { excerpt, linesOf, malformed } from '../text/lines.ts';
import { parseUnsigned } from '../text/numbers.ts';
import type { CounterList } from '../types.ts';

const PATH = '/proc/net/snmp6';
const NAME_AND_VALUE = /^([^ \t]+)[ \t]+([^ \t]+)$/;

/**
 * /proc/net/snmp6: the IPv6, ICMPv6, UDPv6 and UDP-Litev6 counters of this network namespace, one a line.
 *
 * Counters since boot; *Octets are bytes. Icmp6InTypeN and Icmp6OutTypeN appear once a message of that type was seen. Absent where
 * IPv6 is not built in (`not-found`). TCP over IPv6 counts in /proc/net/snmp.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ipv6/proc.c?h=v6.18 (snmp6_seq_show)
 */
export function parseNetSnmp6(text: string): CounterList {
  const counters = emptyRecord<number>();
  for (const line of linesOf(PATH, text)) {
    const [, name, value] = NAME_AND_VALUE.exec(line) ?? [];
    if (name === undefined || value === undefined) throw malformed(PATH, `${excerpt(line)} is not a name and a value`);
    counters[name] = parseUnsigned(PATH, value);
  }
  return counters;
}

export function openNetSnmp6(roots: Roots): Source<CounterList> {
  return openFileSource(roots, { file: 'net/snmp6', singleRecord: true, parse: parseNetSnmp6 });
}
