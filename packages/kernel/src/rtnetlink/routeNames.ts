/** RTN_*, by number. */
const TYPES = [
  'unspec',
  'unicast',
  'local',
  'broadcast',
  'anycast',
  'multicast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
  'nat',
  'xresolve',
];
/** The tables that have a name in the kernel; others may have one in /etc/iproute2/rt_tables, which is not the kernel's word. */
const TABLES: Readonly<Record<number, string>> = { 253: 'default', 254: 'main', 255: 'local' };
/** RTPROT_*: who set a route up. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  0: 'unspec',
  1: 'redirect',
  2: 'kernel',
  3: 'boot',
  4: 'static',
  9: 'ra',
  11: 'zebra',
  12: 'bird',
  16: 'dhcp',
  17: 'mrouted',
  18: 'keepalived',
  42: 'babel',
  84: 'ovn',
  99: 'openr',
  186: 'bgp',
  187: 'isis',
  188: 'ospf',
  189: 'rip',
  192: 'eigrp',
};

export function routeTypeName(type: number): string {
  return TYPES[type] ?? String(type);
}

export function tableName(table: number): string {
  return TABLES[table] ?? String(table);
}

export function protocolName(protocol: number): string {
  return PROTOCOLS[protocol] ?? String(protocol);
}
