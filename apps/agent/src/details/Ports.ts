import { addressText, type InetDiagCursor, STATE_NUMBER } from '@netstrata/kernel';
import { MOST_PORTS_ROWS, type PortsReport, type PortsRow } from '@netstrata/metrics/details';
import type { AskedOwners } from '../sockets/query/AskedOwners.ts';
import type { SocketOwners } from '../sockets/SocketDumper.ts';
import type { SocketWatch } from '../sockets/SocketWatch.ts';
import type { DetailSource } from './DetailSource.ts';
import { mainOwner } from './mainOwner.ts';

const EVERY_MS = 5000;
const RANGE = 'net.ipv4.ip_local_port_range';
const RESERVED = 'net.ipv4.ip_local_reserved_ports';
/** Of each destination so many connections speak for all. */
const MOST_ASKED = 32;

export interface PortsParts {
  readonly sockets: Pick<SocketWatch, 'look'>;
  readonly owners: Pick<SocketOwners, 'ownerOf'>;
  readonly asked: Pick<AskedOwners, 'find'>;
  readonly readSysctl: (name: string) => string;
  readonly wallMs: () => number;
  readonly monoMs: () => number;
}

interface Destination {
  readonly row: Omit<PortsRow, 'ports' | 'timeWait' | 'pid' | 'process'>;
  /** A port that is in use twice, by two cgroups or while a connection is made anew, counts once. */
  readonly ports: Map<number, { timeWait: boolean; inode: number }>;
}

/**
 * How many ephemeral ports lead to each destination. A connection that this host opened needs a local port that no other
 * connection to the same address and port has, so the range bounds connections by destination, TIME-WAIT included.
 * A port that somebody listens on belongs to accepted connections and is left out.
 */
export class Ports implements DetailSource<'ports'> {
  readonly kind = 'ports';
  readonly everyMs = EVERY_MS;
  readonly #parts: PortsParts;

  constructor(parts: PortsParts) {
    this.#parts = parts;
  }

  async read(): Promise<PortsReport> {
    const { readSysctl, sockets, wallMs } = this.#parts;
    const range = rangeOf(readSysctl(RANGE));
    const found = new Destinations(range);
    await sockets.look({
      beginDump: () => {},
      add: ({ cursor, protocol }) => {
        if (protocol === 'tcp') found.add(cursor);
      },
      endDump: () => {},
    });
    const destinations = found.all().toSorted((a, b) => b.ports.size - a.ports.size);
    return {
      timeMs: wallMs(),
      range,
      reserved: reservedIn(readSysctl(RESERVED), range),
      destinations: destinations.length,
      rows: this.#rowsOf(destinations.slice(0, MOST_PORTS_ROWS)),
    };
  }

  #rowsOf(destinations: readonly Destination[]): readonly PortsRow[] {
    const { monoMs, owners } = this.#parts;
    const looked = destinations.map(inodesOf);
    this.#parts.asked.find(looked.flat(), monoMs(), 'needed');
    return destinations.map(({ row, ports }, n) => ({
      ...row,
      ports: ports.size,
      timeWait: [...ports.values()].filter(({ timeWait }) => timeWait).length,
      ...mainOwner((looked[n] ?? []).map((inode) => owners.ownerOf(inode))),
    }));
  }
}

/** Of the connections that a program may hold, the first. */
function inodesOf({ ports }: Destination): readonly number[] {
  return [...ports.values()].flatMap(({ inode }) => (inode === 0 ? [] : inode)).slice(0, MOST_ASKED);
}

/** The destinations of one dump. */
class Destinations {
  readonly #range: readonly [number, number];
  readonly #listening = new Set<number>();
  readonly #found = new Map<string, Destination>();

  constructor(range: readonly [number, number]) {
    this.#range = range;
  }

  add(cursor: InetDiagCursor): void {
    const { state, localPort } = cursor;
    const [first, last] = this.#range;
    if (state === STATE_NUMBER.listen) this.#listening.add(localPort);
    if (state === STATE_NUMBER.listen || localPort < first || localPort > last || cursor.remotePort === 0) return;
    const { ports } = this.#destinationOf(cursor);
    const port = ports.get(localPort);
    const timeWait = state === STATE_NUMBER['time-wait'];
    if (port === undefined) ports.set(localPort, { timeWait, inode: cursor.inode });
    else {
      port.timeWait &&= timeWait;
      port.inode ||= cursor.inode;
    }
  }

  all(): readonly Destination[] {
    for (const { ports } of this.#found.values()) for (const port of this.#listening) ports.delete(port);
    return [...this.#found.values()].filter(({ ports }) => ports.size > 0);
  }

  #destinationOf(cursor: InetDiagCursor): Destination {
    const key = keyOf(cursor.localAddressBytes, cursor.remoteAddressBytes, cursor.remotePort);
    let destination = this.#found.get(key);
    if (destination === undefined) {
      const row = {
        protocol: 'tcp',
        local: addressText(cursor.localAddressBytes),
        remote: addressText(cursor.remoteAddressBytes),
        remotePort: cursor.remotePort,
      } as const;
      destination = { row, ports: new Map() };
      this.#found.set(key, destination);
    }
    return destination;
  }
}

function keyOf(local: Uint8Array, remote: Uint8Array, port: number): string {
  return String.fromCharCode(...local, ...remote, port);
}

/** The kernel prints two numbers; anything else means that it cannot be read here. */
function rangeOf(text: string): readonly [number, number] {
  const match = /^(\d{1,5})\s+(\d{1,5})$/.exec(text);
  if (match === null) throw new Error(`${RANGE} is not two ports: ${text.slice(0, 40)}`);
  return [Number(match[1]), Number(match[2])];
}

/** Of a list such as `8080,9148-9150`, the ports within the range. */
function reservedIn(text: string, [first, last]: readonly [number, number]): number {
  let count = 0;
  for (const part of text.split(',')) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim());
    if (match === null) continue;
    const from = Math.max(first, Number(match[1]));
    const to = Math.min(last, Number(match[2] ?? match[1]));
    count += Math.max(0, to - from + 1);
  }
  return count;
}
