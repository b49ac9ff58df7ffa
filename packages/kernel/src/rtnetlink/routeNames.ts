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

export function routeTypeName(type: number): string {
  return TYPES[type] ?? String(type);
}

export function tableName(table: number): string {
  return TABLES[table] ?? String(table);
}
