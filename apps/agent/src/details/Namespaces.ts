import { whyRefused } from '@netstrata/kernel';
import type { NamespaceCounters, NamespaceSockets, NetworkNamespace } from '@netstrata/kernel/types';
import {
  MOST_NAMESPACE_DEVICES,
  MOST_NAMESPACE_NAMES,
  type NamespaceDeviceRow,
  type NamespaceRow,
  type NamespacesReport,
} from '@netstrata/metrics/details';
import type { FoundNamespaces, NamespaceReading, NamespaceWatch } from '../namespaces/NamespaceWatch.ts';
import { reasonOf } from '../reasonOf.ts';
import type { DetailSource } from './DetailSource.ts';

const EVERY_MS = 2000;
/** A dump of TCP walks a table of the whole host: so much of a report's time goes to dumps, the oldest ones first. */
const DUMPS_MS = 10;
/** What drops something now is dumped so many times as often: whose socket it is only a dump tells, and rules ask for one report alone. */
const DROPPING = 8;

export interface NamespacesParts {
  readonly watch: Pick<NamespaceWatch, 'readings' | 'watched'>;
  readonly table: FoundNamespaces;
  /** Lists the sockets of a namespace; fails with the reason. */
  readonly readSockets: (namespace: NetworkNamespace) => NamespaceSockets;
  /** Lists its devices; fails with the reason. */
  readonly readLinks: (namespace: NetworkNamespace) => Promise<readonly NamespaceLink[]>;
  readonly wallMs: () => number;
  /** Milliseconds, for measuring what dumps take. */
  readonly now: () => number;
}

/** What a device is set to. */
interface NamespaceLink {
  readonly device: string;
  readonly mtuBytes: number | undefined;
}

interface Dumped {
  readonly name: string;
  readonly monoMs: number;
  readonly sockets: NamespaceSockets | undefined;
  readonly links: readonly NamespaceLink[];
  readonly reason: string | undefined;
}

/** Network namespaces beside the agent's own, with the sockets in them. */
export class Namespaces implements DetailSource<'namespaces'> {
  readonly kind = 'namespaces';
  readonly everyMs = EVERY_MS;
  readonly #parts: NamespacesParts;
  readonly #dumped = new Map<number, Dumped>();

  constructor(parts: NamespacesParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#parts.watch.watched = true;
  }

  stop(): void {
    this.#parts.watch.watched = false;
    this.#dumped.clear();
  }

  async read(monoMs: number): Promise<NamespacesReport> {
    const { table, wallMs, watch } = this.#parts;
    await this.#dumpSome(watch.readings, monoMs);
    const { readings } = watch;
    const shown = new Set(readings.map(({ namespace }) => namespace.inode));
    return {
      timeMs: wallMs(),
      found: table.namespaces.length,
      complete: table.complete,
      unreadableProcesses: table.unreadableProcesses,
      unreadableWhy: table.unreadableProcesses > 0 ? whyRefused('namespace') : undefined,
      rows: readings
        .toSorted((a, b) => dropsOf(b) - dropsOf(a) || (b.counters?.sockets ?? 0) - (a.counters?.sockets ?? 0))
        .map((reading) => rowOf(reading, this.#dumped.get(reading.namespace.inode), monoMs)),
      others: table.namespaces
        .flatMap(({ inode, name }) => (shown.has(inode) ? [] : name))
        .slice(0, MOST_NAMESPACE_NAMES),
    };
  }

  async #dumpSome(readings: readonly NamespaceReading[], monoMs: number): Promise<void> {
    const { now } = this.#parts;
    const here = new Map(readings.map(({ namespace }) => [namespace.inode, namespace.name]));
    for (const [inode, { name }] of this.#dumped) if (here.get(inode) !== name) this.#dumped.delete(inode);
    const waited = (reading: NamespaceReading) =>
      (monoMs - (this.#dumped.get(reading.namespace.inode)?.monoMs ?? 0)) * (dropsOf(reading) > 0 ? DROPPING : 1);
    const start = now();
    for (const { namespace } of readings.toSorted((a, b) => waited(b) - waited(a))) {
      this.#dumped.set(namespace.inode, await this.#dump(namespace, monoMs));
      if (now() - start >= DUMPS_MS) return;
    }
  }

  async #dump(namespace: NetworkNamespace, monoMs: number): Promise<Dumped> {
    const { readLinks, readSockets } = this.#parts;
    const { name } = namespace;
    try {
      const sockets = readSockets(namespace);
      return { name, monoMs, sockets, links: await readLinks(namespace), reason: undefined };
    } catch (cause) {
      return { name, monoMs, sockets: undefined, links: [], reason: reasonOf(cause) };
    }
  }
}

/** What it drops a second, of all that is counted of it. */
const dropsOf = (reading: NamespaceReading): number =>
  (rateOf(reading, ({ listenOverflows }) => listenOverflows) ?? 0) +
  (rateOf(reading, ({ udpRcvbufErrors }) => udpRcvbufErrors) ?? 0);

function rowOf(reading: NamespaceReading, dumped: Dumped | undefined, monoMs: number): NamespaceRow {
  const { namespace, counters, reason } = reading;
  const { inode, mounts, name, naming, pids, processes, program } = namespace;
  const rate = (of: (counters: NamespaceCounters) => number | undefined) => rateOf(reading, of);
  return {
    inode,
    name,
    naming,
    processes,
    pid: pids[0],
    program,
    mount: mounts[0],
    reason,
    sockets: counters?.sockets,
    tcpInuse: counters?.tcpInuse,
    timeWait: counters?.timeWait,
    udpInuse: counters?.udpInuse,
    unix: dumped?.sockets?.unix,
    tcpStates: dumped?.sockets?.tcp,
    listeners: dumped?.sockets?.listeners,
    socketsAgeMs: dumped === undefined ? undefined : monoMs - dumped.monoMs,
    socketsReason: dumped?.reason,
    listenOverflows: counters?.listenOverflows,
    udpRcvbufErrors: counters?.udpRcvbufErrors,
    listenOverflowsPerSecond: rate((row) => row.listenOverflows),
    udpRcvbufErrorsPerSecond: rate((row) => row.udpRcvbufErrors),
    retransSegsPerSecond: rate((row) => row.retransSegs),
    rxBytesPerSecond: rate((row) => row.rxBytes),
    txBytesPerSecond: rate((row) => row.txBytes),
    devices: devicesOf(reading, dumped?.links ?? []),
  };
}

function devicesOf(reading: NamespaceReading, links: readonly NamespaceLink[]): readonly NamespaceDeviceRow[] {
  const devices = (reading.counters?.devices ?? []).slice(0, MOST_NAMESPACE_DEVICES);
  return devices.map(({ device, rxDropped, txDropped }) => {
    const now = (counters: NamespaceCounters) => counters.devices.find((other) => other.device === device);
    return {
      device,
      mtuBytes: links.find((link) => link.device === device)?.mtuBytes,
      rxBytesPerSecond: rateOf(reading, (counters) => now(counters)?.rxBytes),
      txBytesPerSecond: rateOf(reading, (counters) => now(counters)?.txBytes),
      rxDropped,
      txDropped,
    };
  });
}

/** Growth a second between two readings; undefined where one is missing or the counter began anew. */
function rateOf(
  { before, counters, monoMs }: NamespaceReading,
  of: (counters: NamespaceCounters) => number | undefined,
): number | undefined {
  if (before === undefined || counters === undefined || monoMs <= before.monoMs) return undefined;
  const [from, to] = [of(before.counters), of(counters)];
  return from === undefined || to === undefined || to < from
    ? undefined
    : ((to - from) * 1000) / (monoMs - before.monoMs);
}
