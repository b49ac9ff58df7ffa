import { AttributeTable } from '../netlink/AttributeTable.ts';
import type { DiagBuffer } from '../netlink/DiagBuffer.ts';
import { known } from '../netlink/known.ts';
import type { FqCodelStats, FqStats, QdiscRow } from '../rtnetlinkRows.ts';
import { ClassRates } from './ClassRates.ts';
import { CLASSFUL_SHAPERS } from './classRate.ts';
import { readDeviceNames } from './links.ts';
import type { Rtnetlink, RtTable } from './Rtnetlink.ts';
import { shaperSettings } from './shaperSettings.ts';
import { RTM_GETQDISC, RTM_NEWQDISC, TC_H_INGRESS, TC_H_ROOT, TCA, TCA_STATS, TCA_TBF, TCMSG_BYTES } from './wire.ts';

const QDISCS: RtTable = { name: 'RTM_GETQDISC', request: RTM_GETQDISC, entry: RTM_NEWQDISC, headerBytes: TCMSG_BYTES };
/** What the kernel's names of qdiscs are made of: IFNAMSIZ bytes. */
const KIND = /^[A-Za-z0-9_-]{1,15}$/;
/** The kernel passes packets to the device without counting them. */
const UNCOUNTED = 'noqueue';

/** A handle as tc prints it: `8001:`, a class `1:10`. */
function handleText(handle: number): string {
  const minor = handle & 0xffff;
  return `${(handle >>> 16).toString(16)}:${minor === 0 ? '' : minor.toString(16)}`;
}

function parentText(parent: number): string {
  if (parent === TC_H_ROOT) return 'root';
  return parent === TC_H_INGRESS ? 'ingress' : handleText(parent);
}

/** By the kernel's numbers. */
interface Place {
  readonly ifindex: number;
  readonly handle: number;
  readonly parent: number;
}
interface Placed extends Place {
  readonly row: QdiscRow;
}

type Counts = Pick<QdiscRow, 'bytes' | 'packets' | 'drops' | 'overlimits' | 'requeues' | 'qlen' | 'backlogBytes'>;

/** Sees the qdiscs of a dump in place. */
class QdiscVisitor {
  readonly #buffer: DiagBuffer;
  readonly #attributes: AttributeTable;
  readonly #stats: AttributeTable;
  readonly #options: AttributeTable;

  constructor(buffer: DiagBuffer) {
    this.#buffer = buffer;
    this.#attributes = new AttributeTable(buffer, TCA.stats2);
    this.#stats = new AttributeTable(buffer, TCA_STATS.pkt64);
    this.#options = new AttributeTable(buffer, TCA_TBF.rate64);
  }

  /** False when its attributes are damaged; what came before the damage is given all the same. */
  visit(at: number, end: number, take: (place: Place, row: Omit<QdiscRow, 'device'>) => void): boolean {
    const { words } = this.#buffer;
    const whole = this.#attributes.read(at + TCMSG_BYTES, end);
    const kind = this.#attributes.text(TCA.kind);
    if (kind === undefined || !KIND.test(kind)) return false;
    const nested = this.#stats.readNest(this.#attributes, TCA.stats2);
    this.#options.readNest(this.#attributes, TCA.options);
    const ifindex = words[(at + 4) >> 2] ?? 0;
    const handle = words[(at + 8) >> 2] ?? 0;
    const parent = words[(at + 12) >> 2] ?? 0;
    take(
      { ifindex, handle, parent },
      {
        kind,
        handle: handleText(handle),
        parent: parentText(parent),
        ...this.#counts(kind),
        ...fqStats(this.#stats, kind === 'fq'),
        ...fqCodelStats(this.#stats, kind === 'fq_codel'),
        ...shaperSettings(this.#options, kind),
      },
    );
    return whole && (nested || !this.#attributes.has(TCA.stats2));
  }

  #counts(kind: string): Counts {
    const counted = kind !== UNCOUNTED;
    const stats = this.#stats;
    const queue = (offset: number) => (counted ? known(stats.u32(TCA_STATS.queue, offset)) : undefined);
    if (!stats.has(TCA_STATS.basic) && !stats.has(TCA_STATS.queue)) return this.#legacyCounts(counted);
    const packets = known(stats.u64(TCA_STATS.pkt64)) ?? known(stats.u32(TCA_STATS.basic, 8));
    return {
      bytes: counted ? known(stats.u64(TCA_STATS.basic)) : undefined,
      packets: counted ? packets : undefined,
      qlen: queue(0),
      backlogBytes: queue(4),
      drops: queue(8),
      requeues: queue(12),
      overlimits: queue(16),
    };
  }

  /** struct tc_stats, of kernels or qdiscs that send nothing newer. */
  #legacyCounts(counted: boolean): Counts {
    const word = (offset: number) => (counted ? known(this.#attributes.u32(TCA.stats, offset)) : undefined);
    return {
      bytes: counted ? known(this.#attributes.u64(TCA.stats)) : undefined,
      packets: word(8),
      drops: word(12),
      overlimits: word(16),
      requeues: undefined,
      qlen: word(28),
      backlogBytes: word(32),
    };
  }
}

/** struct tc_fq_qd_stats; it has only grown at its end: ce_mark 5.0, horizon 5.7, fastpath 6.7. */
function fqStats(stats: AttributeTable, sent: boolean): FqStats {
  const u64 = (offset: number) => (sent ? known(stats.u64(TCA_STATS.app, offset)) : undefined);
  const u32 = (offset: number) => (sent ? known(stats.u32(TCA_STATS.app, offset)) : undefined);
  return {
    fqHighprioPackets: u64(8),
    fqThrottled: u64(24),
    fqFlowsPlimit: u64(32),
    fqPktsTooLong: u64(40),
    fqAllocationErrors: u64(48),
    fqFlows: u32(64),
    fqInactiveFlows: u32(68),
    fqThrottledFlows: u32(72),
    fqCeMark: u64(80),
    fqHorizonDrops: u64(88),
    fqHorizonCaps: u64(96),
    fqFastpathPackets: u64(104),
  };
}

/** struct tc_fq_codel_xstats, whose first word is 0 for a qdisc: memory 4.7. */
function fqCodelStats(stats: AttributeTable, sent: boolean): FqCodelStats {
  const isQdisc = sent && stats.u32(TCA_STATS.app) === 0;
  const u32 = (offset: number) => (isQdisc ? known(stats.u32(TCA_STATS.app, offset)) : undefined);
  return {
    fqCodelDropOverlimit: u32(8),
    fqCodelEcnMark: u32(12),
    fqCodelNewFlowCount: u32(16),
    fqCodelNewFlowsLen: u32(20),
    fqCodelOldFlowsLen: u32(24),
    fqCodelCeMark: u32(28),
    fqCodelMemoryUsageBytes: u32(32),
    fqCodelDropOvermemory: u32(36),
  };
}

/**
 * Every queueing discipline of this namespace, each once, in the kernel's order: that of the device before those of its classes. Fails with a
 * KernelError.
 * @param classRates keeps what the classes of htb and hfsc let out, from one call to the next
 */
export async function readQdiscs(rtnetlink: Rtnetlink, classRates = new ClassRates()): Promise<QdiscRow[]> {
  const names = await readDeviceNames(rtnetlink);
  const visitor = new QdiscVisitor(rtnetlink.buffer);
  const rows = new Map<string, Placed>();
  const take = ({ ifindex, handle, parent }: Place, row: Omit<QdiscRow, 'device'>) => {
    const device = names.get(ifindex);
    // One that appeared after the names were read is known the next time.
    if (device !== undefined)
      rows.set(`${ifindex} ${row.parent} ${row.handle}`, { ifindex, handle, parent, row: { device, ...row } });
  };
  await rtnetlink.dump(
    QDISCS,
    (at, end) => visitor.visit(at, end, take),
    () => rows.clear(),
  );
  const placed = [...rows.values()];
  const shaped = placed.filter(({ row: { kind } }) => CLASSFUL_SHAPERS.has(kind)).map(({ ifindex }) => ifindex);
  await classRates.refresh(rtnetlink, new Set(shaped));
  return placed.map((each) => rated(each, classRates));
}

/** A qdisc that has no rate of its own lets out what its class does, and a tree of classes what its only top one does. */
function rated({ ifindex, handle, parent, row }: Placed, rates: ClassRates): QdiscRow {
  if (row.rateBytesPerSecond !== undefined) return row;
  const rateBytesPerSecond = CLASSFUL_SHAPERS.has(row.kind)
    ? rates.ofQdisc(ifindex, handle)
    : rates.ofClass(ifindex, parent);
  return rateBytesPerSecond === undefined ? row : { ...row, rateBytesPerSecond };
}
