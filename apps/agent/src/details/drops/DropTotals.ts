import {
  type DropEvent,
  type ExceedBufLimitEvent,
  type RcvqueueFullEvent,
  type RetransmitEvent,
  SOCKET_STATES,
  type TraceVisitor,
  type UdpRefusedEvent,
} from '@netstrata/kernel';
import {
  type DropsReport,
  type ExceedBufLimitRow,
  MOST_DROP_ROWS,
  MOST_TRACE_ROWS,
  type UdpRefusedRow,
} from '@netstrata/metrics/details';
import { Tally } from './Tally.ts';

/** Kinds of drops, and connections, that are told apart: what a busy machine has, and no more memory than that takes. */
const MOST_KINDS = 500;
const MOST_BUFFERS = 100;
/** Upper half of a reason: the subsystem that it belongs to; 0 for those of the core. */
const SUBSYSTEM_SHIFT = 16;

/** By the negative error number: ENOMEM and ENOBUFS. */
const UDP_LIMITS: Readonly<Record<number, UdpRefusedRow['limit']>> = { [-12]: 'buffer', [-105]: 'memory' };

type Retransmit = RetransmitEvent & { readonly failed: number; readonly lastMs: number };

/** Everything recorded since watching began, by kind. */
export class DropTotals {
  readonly #drops = new Tally<DropEvent>({
    most: MOST_KINDS,
    keyOf: ({ reason, protocol, location }) => `${reason} ${protocol} ${location}`,
  });
  readonly #rcvqueueFull = new Tally<RcvqueueFullEvent>({ most: MOST_BUFFERS, keyOf: ({ rcvbuf }) => String(rcvbuf) });
  readonly #udpRefused = new Tally<UdpRefusedEvent>({
    most: MOST_KINDS,
    keyOf: ({ localAddress, localPort, error }) => `${localAddress} ${localPort} ${error}`,
  });
  readonly #exceedBufLimit = new Tally<ExceedBufLimitEvent>({
    most: MOST_BUFFERS,
    keyOf: (event) => `${event.protocol} ${event.kind} ${limitOf(event)}`,
  });
  readonly #retransmits = new Tally<Retransmit>({
    most: MOST_KINDS,
    keyOf: (row) => `${row.localAddress} ${row.localPort} ${row.remoteAddress} ${row.remotePort}`,
    merge: (older, newer) => ({ ...newer, failed: older.failed + newer.failed }),
    first: (a, b) => b.lastMs - a.lastMs,
  });
  readonly #tallies = [this.#drops, this.#rcvqueueFull, this.#udpRefused, this.#exceedBufLimit, this.#retransmits];
  readonly #locations = new Set<number>();
  #nowMs = 0;
  #read = 0;
  #lost = 0;

  readonly visitor: TraceVisitor = {
    drop: (event) => {
      this.#drops.add(event);
      if (event.location !== 0) this.#locations.add(event.location);
    },
    rcvqueueFull: (event) => this.#rcvqueueFull.add(event),
    udpRefused: (event) => this.#udpRefused.add(event),
    exceedBufLimit: (event) => this.#exceedBufLimit.add(event),
    retransmit: (event) => {
      const failed = event.error === undefined || event.error === 0 ? 0 : 1;
      this.#retransmits.add({ ...event, failed, lastMs: this.#nowMs });
    },
    endCpu: (read, lost) => {
      this.#read += read;
      this.#lost += lost;
      for (const tally of this.#tallies) tally.endCpu(read, lost);
    },
  };

  /** When the records that come next are read. */
  begin(wallMs: number): void {
    this.#nowMs = wallMs;
  }

  /** Places in the kernel seen since this was asked last. */
  takeLocations(): readonly number[] {
    const locations = [...this.#locations];
    this.#locations.clear();
    return locations;
  }

  /** `seconds` since the last report. */
  report(
    seconds: number,
    names: {
      readonly reasons: ReadonlyMap<number, string>;
      readonly locationOf: (location: number) => string | undefined;
    },
  ): Pick<DropsReport, 'read' | 'lost' | 'drops' | 'udpRefused' | 'rcvqueueFull' | 'exceedBufLimit' | 'retransmits'> {
    return {
      read: this.#read,
      lost: this.#lost,
      drops: this.#drops.report(seconds, {
        most: MOST_DROP_ROWS,
        toRow: ({ reason, protocol, location }) => ({
          reason: reasonText(reason, names.reasons),
          protocol,
          location: names.locationOf(location),
        }),
      }),
      udpRefused: this.#udpRefused.report(seconds, {
        most: MOST_TRACE_ROWS,
        toRow: ({ localAddress, localPort, remoteAddress, remotePort, error }) => ({
          local: localAddress,
          localPort,
          remote: remoteAddress,
          remotePort,
          limit: UDP_LIMITS[error ?? 0],
        }),
      }),
      rcvqueueFull: this.#rcvqueueFull.report(seconds, { most: MOST_TRACE_ROWS, toRow: (row) => row }),
      exceedBufLimit: this.#exceedBufLimit.report(seconds, { most: MOST_TRACE_ROWS, toRow: exceedRow }),
      retransmits: this.#retransmits.report(seconds, {
        most: MOST_TRACE_ROWS,
        toRow: ({ localAddress, localPort, remoteAddress, remotePort, state, failed, lastMs }) => ({
          local: localAddress,
          localPort,
          remote: remoteAddress,
          remotePort,
          state: state === undefined ? undefined : SOCKET_STATES[state],
          failed,
          lastMs,
        }),
      }),
    };
  }
}

function reasonText(reason: number | undefined, names: ReadonlyMap<number, string>): string | undefined {
  if (reason === undefined) return undefined;
  const subsystem = reason >>> SUBSYSTEM_SHIFT;
  return names.get(reason) ?? (subsystem === 0 ? `number ${reason}` : `subsystem ${subsystem}: ${reason & 0xffff}`);
}

function exceedRow(event: ExceedBufLimitEvent): Omit<ExceedBufLimitRow, 'perSecond' | 'total' | 'estimated'> {
  const { protocol, kind, limitPages, allocatedPages, rmemAlloc, wmemAlloc } = event;
  const side = kind === 0 ? 'send' : kind === 1 ? 'receive' : undefined;
  return { protocol, side, limit: limitOf(event), limitPages, allocatedPages, rmemAlloc, wmemAlloc };
}

/** The kernel refuses above max; above pressure to a socket that holds more than its share; below, the limit was the socket's or its cgroup's. */
function limitOf({ allocatedPages, limitPages }: ExceedBufLimitEvent): ExceedBufLimitRow['limit'] {
  const [, pressure, max] = limitPages;
  if (allocatedPages === undefined || pressure === undefined || max === undefined) return undefined;
  if (allocatedPages > max) return 'max';
  return allocatedPages > pressure ? 'pressure' : 'socket';
}
