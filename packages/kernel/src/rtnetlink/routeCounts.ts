import { AttributeTable } from '../netlink/AttributeTable.ts';
import { AF_INET, AF_INET6 } from '../netlink/wire.ts';
import type { RouteCountRow } from '../rtnetlinkRows.ts';
import type { Rtnetlink, RtTable } from './Rtnetlink.ts';
import { routeTypeName, tableName } from './routeNames.ts';
import { RTA, RTM_F_CLONED, RTM_GETROUTE, RTM_NEWROUTE, RTMSG_BYTES } from './wire.ts';

export const ROUTES: RtTable = {
  name: 'RTM_GETROUTE',
  request: RTM_GETROUTE,
  entry: RTM_NEWROUTE,
  headerBytes: RTMSG_BYTES,
};
/** In the table's byte: its number is larger, and stands in an attribute. */
const RT_TABLE_COMPAT = 252;
/** Tables of policy routing beyond these are counted together. */
const MOST_ROWS = 64;

/** The routes of this namespace by family, table and type, counted in place. Fails with a KernelError. */
export async function countRoutes(rtnetlink: Rtnetlink): Promise<RouteCountRow[]> {
  const { bytes, words } = rtnetlink.buffer;
  const attributes = new AttributeTable(rtnetlink.buffer, RTA.table);
  const counts = new Map<number, number>();
  const visit = (at: number, end: number): boolean => {
    const family = bytes[at];
    if (family !== AF_INET && family !== AF_INET6) return true;
    if (((words[(at + 8) >> 2] ?? 0) & RTM_F_CLONED) !== 0) return true;
    let table = bytes[at + 4] ?? 0;
    let whole = true;
    if (table === RT_TABLE_COMPAT) {
      whole = attributes.read(at + RTMSG_BYTES, end);
      if (attributes.size(RTA.table) >= 4) table = attributes.u32(RTA.table);
    }
    const key = (table * 256 + (bytes[at + 7] ?? 0)) * 2 + (family === AF_INET6 ? 1 : 0);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return whole;
  };
  await rtnetlink.dump(ROUTES, visit, () => counts.clear());
  return rowsOf(counts);
}

function rowsOf(counts: ReadonlyMap<number, number>): RouteCountRow[] {
  const rows = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([key, count]): RouteCountRow => {
      const kind = Math.floor(key / 2);
      const family = key % 2 === 1 ? 'ipv6' : 'ipv4';
      return { family, table: tableName(Math.floor(kind / 256)), type: routeTypeName(kind % 256), count };
    });
  if (rows.length <= MOST_ROWS) return rows;
  const largest = rows.toSorted((a, b) => b.count - a.count);
  const rest = new Map<string, RouteCountRow>();
  for (const row of largest.slice(MOST_ROWS)) {
    const key = `${row.family} ${row.type}`;
    rest.set(key, { ...row, table: '*', count: (rest.get(key)?.count ?? 0) + row.count });
  }
  return [...largest.slice(0, MOST_ROWS), ...rest.values()];
}
