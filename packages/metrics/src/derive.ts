import { type CounterText, type ListSource, listMetric, type TableSource, tableMetric } from './define.ts';
import { icmpTypeText } from './icmpTypes.ts';
import { splitSnmp6 } from './naming.ts';
import type { Layer, Metric, Unit } from './types.ts';

/** Where a counter goes that a newer kernel added to a group; groups not named here are about packets: network. */
const LAYER_OF_GROUP: Readonly<Record<string, Layer>> = {
  Tcp: 'transport',
  TcpExt: 'transport',
  MPTcpExt: 'transport',
  Udp: 'transport',
  UdpLite: 'transport',
  Udp6: 'transport',
  UdpLite6: 'transport',
  TCP: 'transport',
  UDP: 'transport',
  UDPLITE: 'transport',
  TCP6: 'transport',
  UDP6: 'transport',
  UDPLITE6: 'transport',
  sockets: 'socket',
};

/** The last word of a measure or kernel name usually is its unit. */
const UNIT_OF_ENDING: readonly (readonly [RegExp, Unit])[] = [
  [/(Octets|Bytes)$/, 'bytes'],
  [/(Pkts|Packets)$/, 'packets'],
  [/Segs$/, 'segments'],
  [/Datagrams$/, 'datagrams'],
  [/(BytesPerSecond)$/, 'bytes/s'],
  [/Ms$/, 'milliseconds'],
  [/Us$/, 'microseconds'],
  [/Seconds$/, 'seconds'],
  [/Percent$/, 'percent'],
  [/(Share|Fill)$/, 'share'],
];

export function guessUnit(name: string): Unit {
  return UNIT_OF_ENDING.find(([ending]) => ending.test(name))?.[1] ?? 'count';
}

/**
 * A metric for a counter of a table file that the catalogue does not list: a member of the ICMP type family, or one that
 * a newer kernel added. It keeps the kernel's name and says that nobody has described it.
 */
export function deriveTableMetric<S extends TableSource>(source: S, group: string, name: string): Metric<S> {
  const layer = Object.hasOwn(LAYER_OF_GROUP, group) ? LAYER_OF_GROUP[group] : undefined;
  const text = group === 'IcmpMsg' ? icmpTypeText('ICMP', name) : undefined;
  const isGauge = source === 'net/sockstat' || source === 'net/sockstat6';
  return tableMetric({ layer: layer ?? 'network', source, group }, name, text ?? undescribed(source, name, isGauge));
}

/** The same for /proc/net/snmp6. */
export function deriveListMetric(kernelName: string): Metric<ListSource> {
  const { group, name } = splitSnmp6(kernelName);
  const text = group === 'Icmp6' ? icmpTypeText('ICMPv6', name) : undefined;
  const layer = group === 'Udp6' || group === 'UdpLite6' ? 'transport' : 'network';
  return listMetric(layer, kernelName, text ?? undescribed('net/snmp6', name, false));
}

function undescribed(source: string, name: string, isGauge: boolean): CounterText {
  return {
    unit: guessUnit(name),
    ...(isGauge ? { kind: 'gauge' } : {}),
    help: `This kernel prints ${name} in /proc/${source}; the catalogue does not describe it yet.`,
  };
}
