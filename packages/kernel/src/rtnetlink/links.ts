import { AttributeTable } from '../netlink/AttributeTable.ts';
import type { DiagBuffer } from '../netlink/DiagBuffer.ts';
import { known } from '../netlink/known.ts';
import type { LinkRow, LinkStats64 } from '../rtnetlinkRows.ts';
import { isDeviceName } from '../text/deviceName.ts';
import type { Rtnetlink, RtTable } from './Rtnetlink.ts';
import { IFINFOMSG_BYTES, IFLA, IFLA_INFO_KIND, RTEXT_FILTER_SKIP_STATS, RTM_GETLINK, RTM_NEWLINK } from './wire.ts';

const LINKS: RtTable = { name: 'RTM_GETLINK', request: RTM_GETLINK, entry: RTM_NEWLINK, headerBytes: IFINFOMSG_BYTES };
/** An attribute of eight bytes: a mask of what to send more or less. */
const WITHOUT_STATS = new Uint8Array(new Uint32Array([(IFLA.extMask << 16) | 8, RTEXT_FILTER_SKIP_STATS]).buffer);
/** By number, IF_OPER_*. */
const OPERSTATES = ['unknown', 'notpresent', 'down', 'lowerlayerdown', 'testing', 'dormant', 'up'];
/** In the order of the struct, eight bytes each. The last two are of 4.6 and 5.19. */
const STATS: readonly (keyof LinkStats64)[] = [
  'rxPackets',
  'txPackets',
  'rxBytes',
  'txBytes',
  'rxErrors',
  'txErrors',
  'rxDropped',
  'txDropped',
  'multicast',
  'collisions',
  'rxLengthErrors',
  'rxOverErrors',
  'rxCrcErrors',
  'rxFrameErrors',
  'rxFifoErrors',
  'rxMissedErrors',
  'txAbortedErrors',
  'txCarrierErrors',
  'txFifoErrors',
  'txHeartbeatErrors',
  'txWindowErrors',
  'rxCompressed',
  'txCompressed',
  'rxNohandler',
  'rxOtherhostDropped',
];

/** A row whose master is still a number: its name may come later in the dump. */
interface Found {
  readonly row: Omit<LinkRow, 'master'>;
  readonly master: number | undefined;
}

/** Sees the links of a dump in place. */
class LinkVisitor {
  readonly #buffer: DiagBuffer;
  readonly #attributes: AttributeTable;
  readonly #info: AttributeTable;

  constructor(buffer: DiagBuffer) {
    this.#buffer = buffer;
    this.#attributes = new AttributeTable(buffer, IFLA.carrierDownCount);
    this.#info = new AttributeTable(buffer, IFLA_INFO_KIND);
  }

  /** False when its attributes are damaged; what came before the damage is given all the same. */
  visit(at: number, end: number, take: (link: Found) => void): boolean {
    const attributes = this.#attributes;
    const whole = attributes.read(at + IFINFOMSG_BYTES, end);
    const device = attributes.text(IFLA.ifname);
    if (device === undefined || !isDeviceName(device)) return false;
    this.#info.readNest(attributes, IFLA.linkinfo);
    const number = (type: number) => known(attributes.u32(type));
    take({
      master: number(IFLA.master),
      row: {
        ifindex: this.#buffer.words[(at + 4) >> 2] ?? 0,
        flags: this.#buffer.words[(at + 8) >> 2] ?? 0,
        device,
        kind: this.#info.text(IFLA_INFO_KIND),
        operstate: OPERSTATES[attributes.u8(IFLA.operstate)],
        mtuBytes: number(IFLA.mtu),
        txQueueLen: number(IFLA.txqlen),
        txQueues: number(IFLA.numTxQueues),
        rxQueues: number(IFLA.numRxQueues),
        promiscuity: number(IFLA.promiscuity),
        carrierUpCount: number(IFLA.carrierUpCount),
        carrierDownCount: number(IFLA.carrierDownCount),
        ...this.#stats(),
      },
    });
    return whole;
  }

  #stats(): LinkStats64 {
    const values = STATS.map((name, place) => [name, known(this.#attributes.u64(IFLA.stats64, place * 8))] as const);
    return Object.fromEntries(values) as Record<keyof LinkStats64, number | undefined>;
  }
}

/** Every device of this namespace, each once, in the kernel's order. Fails with a KernelError. */
export async function readLinks(rtnetlink: Rtnetlink): Promise<LinkRow[]> {
  const visitor = new LinkVisitor(rtnetlink.buffer);
  const found = new Map<number, Found>();
  const take = (link: Found) => found.set(link.row.ifindex, link);
  await rtnetlink.dump(
    LINKS,
    (at, end) => visitor.visit(at, end, take),
    () => found.clear(),
  );
  return [...found.values()].map(({ row, master }) => ({
    ...row,
    master: master === undefined ? undefined : (found.get(master)?.row.device ?? String(master)),
  }));
}

/** The names of devices by their number, for entries that tell the number only. */
export async function readDeviceNames(rtnetlink: Rtnetlink): Promise<ReadonlyMap<number, string>> {
  const attributes = new AttributeTable(rtnetlink.buffer, IFLA.ifname);
  const names = new Map<number, string>();
  const visit = (at: number, end: number): boolean => {
    const whole = attributes.read(at + IFINFOMSG_BYTES, end);
    const name = attributes.text(IFLA.ifname);
    if (name === undefined || !isDeviceName(name)) return false;
    names.set(rtnetlink.buffer.words[(at + 4) >> 2] ?? 0, name);
    return whole;
  };
  await rtnetlink.dump({ ...LINKS, attributes: WITHOUT_STATS }, visit, () => names.clear());
  return names;
}
