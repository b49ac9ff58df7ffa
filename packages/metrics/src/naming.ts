/** The kernel's counter names as metric ids write them. Pure; the whole rule is here. */

/** Groups whose camelCase the general rule would misspell. */
const SUBJECTS: ReadonlyMap<string, string> = new Map([['MPTcpExt', 'mptcpExt']]);

/**
 * The first run of capitals becomes lower case, but its last letter stays when a lower-case letter follows it, because
 * there it begins the next word: TCPBacklogDrop -> tcpBacklogDrop, InECT1Pkts -> inECT1Pkts, TW -> tw.
 */
export function measureOf(kernelName: string): string {
  const run = /^[A-Z]+/.exec(kernelName)?.[0] ?? '';
  const beginsWord = run.length > 1 && /[a-z]/.test(kernelName.charAt(run.length));
  const lowered = beginsWord ? run.length - 1 : run.length;
  return kernelName.slice(0, lowered).toLowerCase() + kernelName.slice(lowered);
}

/** A header group as the second word of an id: Tcp -> tcp, TcpExt -> tcpExt, IcmpMsg -> icmpMsg. */
export function subjectOf(group: string): string {
  return SUBJECTS.get(group) ?? measureOf(group);
}

/** /proc/net/sockstat repeats short names in every line, so the line joins the measure: TCP + mem -> tcpMem. */
export function sockstatMeasureOf(group: string, name: string): string {
  return measureOf(group) + name.charAt(0).toUpperCase() + name.slice(1);
}

/** Prefixes of /proc/net/snmp6, longest first so that UdpLite6 is not taken for Udp6. */
const SNMP6_GROUPS = ['UdpLite6', 'Icmp6', 'Udp6', 'Ip6'] as const;
export type Snmp6Group = (typeof SNMP6_GROUPS)[number] | 'snmp6';

/** Splits a flat name of /proc/net/snmp6; a prefix this product does not know keeps its whole name under `snmp6`. */
export function splitSnmp6(kernelName: string): { readonly group: Snmp6Group; readonly name: string } {
  const group = SNMP6_GROUPS.find((prefix) => kernelName.startsWith(prefix) && kernelName.length > prefix.length);
  return group === undefined ? { group: 'snmp6', name: kernelName } : { group, name: kernelName.slice(group.length) };
}
