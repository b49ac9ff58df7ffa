import type { CounterText } from './define.ts';

/** Message types an engineer may meet; IANA registers more, which keep their number. */
const ICMP: Readonly<Record<number, string>> = {
  0: 'echo reply',
  3: 'destination unreachable',
  4: 'source quench',
  5: 'redirect',
  8: 'echo request',
  9: 'router advertisement',
  10: 'router solicitation',
  11: 'time exceeded',
  12: 'parameter problem',
  13: 'timestamp request',
  14: 'timestamp reply',
  17: 'address mask request',
  18: 'address mask reply',
  42: 'extended echo request',
  43: 'extended echo reply',
};

const ICMP6: Readonly<Record<number, string>> = {
  1: 'destination unreachable',
  2: 'packet too big',
  3: 'time exceeded',
  4: 'parameter problem',
  128: 'echo request',
  129: 'echo reply',
  130: 'multicast listener query',
  131: 'multicast listener report',
  132: 'multicast listener done',
  133: 'router solicitation',
  134: 'router advertisement',
  135: 'neighbour solicitation',
  136: 'neighbour advertisement',
  137: 'redirect',
  143: 'multicast listener report v2',
};

export type IcmpProtocol = 'ICMP' | 'ICMPv6';

/** Whose counters of message types the subject of an id holds. */
export function icmpProtocolOf(subject: string | undefined): IcmpProtocol | undefined {
  return subject === 'icmpMsg' ? 'ICMP' : subject === 'icmp6' ? 'ICMPv6' : undefined;
}

/** What a counter of the family counts: `InType3`; undefined for any other name. */
export function icmpTypeOf(name: string): { readonly type: number; readonly received: boolean } | undefined {
  const [, direction, digits] = /^(In|Out)Type(\d{1,3})$/i.exec(name) ?? [];
  const type = Number(digits);
  return direction === undefined || type > 255 ? undefined : { type, received: direction.toLowerCase() === 'in' };
}

/**
 * The kernel prints one counter for every ICMP type it has seen, so these are a family and not a list: `InType3` of the
 * IcmpMsg line, `OutType135` among the Icmp6 names. Undefined for any other name.
 */
export function icmpTypeText(protocol: IcmpProtocol, name: string): CounterText | undefined {
  const counted = icmpTypeOf(name);
  if (counted === undefined) return undefined;
  const { type } = counted;
  const known = (protocol === 'ICMP' ? ICMP : ICMP6)[type];
  const received = counted.received ? 'received' : 'sent';
  return {
    unit: 'packets',
    title: `${protocol} ${known ?? `type ${type}`} ${received}`,
    help: `${protocol} messages of type ${type}${known === undefined ? '' : ` (${known})`} ${received} by this network namespace. The kernel lists only types it has seen.`,
  };
}
