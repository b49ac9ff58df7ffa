import { AttributeTable } from '../netlink/AttributeTable.ts';
import { CLASSFUL_SHAPERS, classRate } from './classRate.ts';
import type { Rtnetlink, RtTable } from './Rtnetlink.ts';
import { RTM_GETTCLASS, RTM_NEWTCLASS, TC_H_ROOT, TCA, TCA_HTB, TCMSG_BYTES } from './wire.ts';

/** A shaper of an access network has a class for each customer, and its rates hardly ever change. */
const EVERY_MS = 30_000;
/** Of a device with more the rest is left out. */
const MOST_CLASSES = 4096;
/** Where the hierarchy of htb ends; that of hfsc may go on. */
const MOST_LEVELS = 8;

interface TrafficClass {
  readonly parent: number;
  readonly rate: number | undefined;
}
/** By handle. */
type Classes = ReadonlyMap<number, TrafficClass>;

/** What the classes of htb and hfsc let out at most, by device: RTM_GETTCLASS, asked for again when it is older than half a minute. */
export class ClassRates {
  readonly #now: () => number;
  readonly #known = new Map<number, { readonly atMs: number; readonly classes: Classes }>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Those of these devices and no others. Where classes cannot be listed their rates are unknown, and the qdiscs are not lost with them. */
  async refresh(rtnetlink: Rtnetlink, ifindexes: ReadonlySet<number>): Promise<void> {
    for (const ifindex of this.#known.keys()) if (!ifindexes.has(ifindex)) this.#known.delete(ifindex);
    for (const ifindex of ifindexes) {
      const nowMs = this.#now();
      if (nowMs - (this.#known.get(ifindex)?.atMs ?? Number.NEGATIVE_INFINITY) < EVERY_MS) continue;
      const classes = await readClasses(rtnetlink, ifindex).catch((): Classes => new Map());
      this.#known.set(ifindex, { atMs: nowMs, classes });
    }
  }

  /** What a class lets out: its own rate, or a smaller one of a class that it is in. */
  ofClass(ifindex: number, handle: number): number | undefined {
    const classes = this.#classesOf(ifindex);
    const rates: number[] = [];
    let at = handle;
    for (let level = 0; level <= MOST_LEVELS; level++) {
      const found = classes.get(at);
      if (found === undefined) break;
      if (found.rate !== undefined) rates.push(found.rate);
      at = found.parent;
    }
    return rates.length === 0 ? undefined : Math.min(...rates);
  }

  /** What a qdisc lets out as a whole: the rate of its only class that is in no other. With several of them nothing bounds the whole. */
  ofQdisc(ifindex: number, handle: number): number | undefined {
    const inIt = [...this.#classesOf(ifindex)].filter(([id]) => id !== handle && majorOf(id) === majorOf(handle));
    const [first, ...others] = inIt.filter(([, { parent }]) => parent === TC_H_ROOT || parent === handle);
    return others.length === 0 ? first?.[1].rate : undefined;
  }

  #classesOf(ifindex: number): Classes {
    return this.#known.get(ifindex)?.classes ?? new Map();
  }
}

const majorOf = (handle: number): number => handle >>> 16;

/** Of one device: the kernel lists the classes of no other than the one that is named. */
async function readClasses(rtnetlink: Rtnetlink, ifindex: number): Promise<Classes> {
  const { buffer } = rtnetlink;
  const attributes = new AttributeTable(buffer, TCA.options);
  const options = new AttributeTable(buffer, TCA_HTB.ceil64);
  const classes = new Map<number, TrafficClass>();
  const header = new Uint8Array(TCMSG_BYTES);
  new DataView(header.buffer).setInt32(4, ifindex, true);
  const table: RtTable = {
    name: 'RTM_GETTCLASS',
    request: RTM_GETTCLASS,
    entry: RTM_NEWTCLASS,
    headerBytes: TCMSG_BYTES,
    header,
  };
  const visit = (at: number, end: number): boolean => {
    const whole = attributes.read(at + TCMSG_BYTES, end);
    const kind = attributes.text(TCA.kind);
    if (kind === undefined || !CLASSFUL_SHAPERS.has(kind) || classes.size >= MOST_CLASSES) return whole;
    options.readNest(attributes, TCA.options);
    const word = (offset: number) => buffer.words[(at + offset) >> 2] ?? 0;
    classes.set(word(8), { parent: word(12), rate: classRate(options, kind) });
    return whole;
  };
  await rtnetlink.dump(table, visit, () => classes.clear());
  return classes;
}
