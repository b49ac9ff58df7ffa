import { AttributeTable } from '../netlink/AttributeTable.ts';
import { addressText } from '../netlink/addressText.ts';
import type { DiagBuffer } from '../netlink/DiagBuffer.ts';
import { known } from '../netlink/known.ts';
import { AF_INET, AF_INET6 } from '../netlink/wire.ts';
import type { NexthopRow, RouteRow } from '../rtnetlinkRows.ts';
import { readDeviceNames } from './links.ts';
import type { Rtnetlink } from './Rtnetlink.ts';
import { ROUTES } from './routeCounts.ts';
import { protocolName, routeTypeName, tableName } from './routeNames.ts';
import { RTA, RTAX_MTU, RTM_F_CLONED, RTMSG_BYTES, RTNEXTHOP_BYTES } from './wire.ts';

const RT_TABLE_LOCAL = 255;
/** Routes to addresses of the host itself, which the kernel makes for each: local, broadcast, anycast, multicast. */
const OWN_TYPES = [2, 3, 4, 5];
const ADDRESS_BYTES = { [AF_INET]: 4, [AF_INET6]: 16 } as const;
type Family = keyof typeof ADDRESS_BYTES;
const MOST_NEXTHOPS = 16;

/** Sees the routes of a dump in place. */
class RouteVisitor {
  readonly #buffer: DiagBuffer;
  readonly #names: ReadonlyMap<number, string>;
  readonly #attributes: AttributeTable;
  readonly #metrics: AttributeTable;
  readonly #hop: AttributeTable;

  constructor(buffer: DiagBuffer, names: ReadonlyMap<number, string>) {
    this.#buffer = buffer;
    this.#names = names;
    this.#attributes = new AttributeTable(buffer, RTA.via);
    this.#metrics = new AttributeTable(buffer, RTAX_MTU);
    this.#hop = new AttributeTable(buffer, RTA.via);
  }

  /** Undefined where its attributes are damaged. */
  rowAt(at: number, end: number, family: Family): RouteRow | undefined {
    const { bytes } = this.#buffer;
    const attributes = this.#attributes;
    if (!attributes.read(at + RTMSG_BYTES, end)) return undefined;
    const length = bytes[at + 1] ?? 0;
    const destination = this.#address(attributes, RTA.dst, family);
    if (length > ADDRESS_BYTES[family] * 8 || (destination === undefined && length > 0)) return undefined;
    const nexthops = attributes.has(RTA.multipath)
      ? this.#multipath(family)
      : [this.#nexthop(attributes, family, { ifindex: attributes.u32(RTA.oif), weight: 1 })];
    this.#metrics.readNest(attributes, RTA.metrics);
    return {
      family: family === AF_INET ? 'ipv4' : 'ipv6',
      table: tableName(known(attributes.u32(RTA.table)) ?? bytes[at + 4] ?? 0),
      type: routeTypeName(bytes[at + 7] ?? 0),
      destination: `${destination ?? (family === AF_INET ? '0.0.0.0' : '::')}/${length}`,
      isDefault: length === 0,
      nexthops: nexthops.filter(({ gateway, device }) => gateway !== undefined || device !== undefined),
      metric: known(attributes.u32(RTA.priority)),
      source: this.#address(attributes, RTA.prefsrc, family),
      mtuBytes: known(this.#metrics.u32(RTAX_MTU)),
      protocol: protocolName(bytes[at + 5] ?? 0),
    };
  }

  #nexthop(attributes: AttributeTable, family: Family, hop: { readonly ifindex: number; readonly weight: number }) {
    const gateway = this.#address(attributes, RTA.gateway, family) ?? this.#via(attributes);
    return { gateway, device: this.#names.get(hop.ifindex), weight: hop.weight };
  }

  /** struct rtnexthop: length u16, flags and weight less one (u8 each), ifindex s32; its attributes behind it. */
  #multipath(family: Family): NexthopRow[] {
    const { bytes, words } = this.#buffer;
    const hops: NexthopRow[] = [];
    let at = this.#attributes.place(RTA.multipath);
    const end = at + this.#attributes.size(RTA.multipath);
    while (at + RTNEXTHOP_BYTES <= end && hops.length < MOST_NEXTHOPS) {
      const length = (words[at >> 2] ?? 0) & 0xffff;
      if (length < RTNEXTHOP_BYTES || at + length > end) break;
      this.#hop.read(at + RTNEXTHOP_BYTES, at + length);
      const hop = { ifindex: words[(at + 4) >> 2] ?? 0, weight: (bytes[at + 3] ?? 0) + 1 };
      hops.push(this.#nexthop(this.#hop, family, hop));
      at += (length + 3) & ~3;
    }
    return hops;
  }

  #address(attributes: AttributeTable, type: number, family: Family): string | undefined {
    return attributes.size(type) === ADDRESS_BYTES[family] ? addressText(attributes.bytes(type)) : undefined;
  }

  /** struct rtvia: a family of its own (u16), and the address. */
  #via(attributes: AttributeTable): string | undefined {
    const address = attributes.bytes(RTA.via).subarray(2);
    return address.length === 4 || address.length === 16 ? addressText(address) : undefined;
  }
}

export interface RouteList {
  /** Default routes first, then as the kernel lists them. */
  readonly routes: readonly RouteRow[];
  /** How many there are, whether or not they are listed. */
  readonly total: number;
}

/**
 * The default routes of this namespace and, up to `most` in all, the other ones that lead elsewhere: not those to addresses of the host itself. Beyond
 * that they are only counted. Fails with a KernelError.
 */
export async function readRoutes(rtnetlink: Rtnetlink, most: number): Promise<RouteList> {
  const visitor = new RouteVisitor(rtnetlink.buffer, await readDeviceNames(rtnetlink));
  const { bytes, words } = rtnetlink.buffer;
  let defaults: RouteRow[] = [];
  let others: RouteRow[] = [];
  let total = 0;
  const visit = (at: number, end: number): boolean => {
    const family = bytes[at];
    if (family !== AF_INET && family !== AF_INET6) return true;
    if (((words[(at + 8) >> 2] ?? 0) & RTM_F_CLONED) !== 0 || bytes[at + 4] === RT_TABLE_LOCAL) return true;
    if (OWN_TYPES.includes(bytes[at + 7] ?? 0)) return true;
    total++;
    const list = bytes[at + 1] === 0 ? defaults : others;
    if (list.length >= most) return true;
    const row = visitor.rowAt(at, end, family);
    if (row !== undefined) list.push(row);
    return row !== undefined;
  };
  await rtnetlink.dump(ROUTES, visit, () => {
    defaults = [];
    others = [];
    total = 0;
  });
  return { routes: [...defaults, ...others].slice(0, most), total };
}
