import { KernelError, toKernelError } from '../KernelError.ts';
import type {
  DropEvent,
  ExceedBufLimitEvent,
  RcvqueueFullEvent,
  RetransmitEvent,
  UdpRefusedEvent,
} from '../traceRows.ts';
import {
  type Decode,
  decodeExceedBufLimit,
  decodeKfreeSkb,
  decodeRcvqueueFull,
  decodeRetransmit,
  decodeUdpRefused,
} from './decodeEvents.ts';
import { dropFilter } from './dropFilter.ts';
import { type EventFormat, parseEventFormat, recordBytes } from './eventFormat.ts';
import type { TraceInstance } from './TraceInstance.ts';

/** Takes what the kernel recorded. After the records of one CPU, `endCpu` says how many were read, and how many were lost beside them. */
export interface TraceVisitor {
  readonly drop: (event: DropEvent) => void;
  readonly rcvqueueFull: (event: RcvqueueFullEvent) => void;
  readonly exceedBufLimit: (event: ExceedBufLimitEvent) => void;
  readonly retransmit: (event: RetransmitEvent) => void;
  readonly udpRefused: (event: UdpRefusedEvent) => void;
  readonly endCpu: (read: number, lost: number) => void;
}

type Handle = (record: DataView, at: number) => void;

/** What is done with the records of one event. */
export interface EventHandler {
  /** A record has at least as many bytes. */
  readonly bytes: number;
  readonly handle: Handle;
}

const KFREE_SKB = 'skb/kfree_skb';
/** The events that are read: which decoder and which method of the visitor. */
const EVENTS: Readonly<Record<string, (format: EventFormat, visitor: TraceVisitor) => Handle>> = {
  [KFREE_SKB]: (format, visitor) => hand(decodeKfreeSkb(format), visitor.drop),
  'sock/sock_rcvqueue_full': (format, visitor) => hand(decodeRcvqueueFull(format), visitor.rcvqueueFull),
  'sock/sock_exceed_buf_limit': (format, visitor) => hand(decodeExceedBufLimit(format), visitor.exceedBufLimit),
  'udp/udp_fail_queue_rcv_skb': (format, visitor) => hand(decodeUdpRefused(format), visitor.udpRefused),
  'tcp/tcp_retransmit_skb': (format, visitor) => hand(decodeRetransmit(format), visitor.retransmit),
};

function hand<Row>(decode: Decode<Row>, take: (row: Row) => void): Handle {
  return (record, at) => take(decode(record, at));
}

export interface EnabledEvents {
  /** By the number in `common_type`. */
  readonly handlers: ReadonlyMap<number, EventHandler>;
  /** Names of the drop reasons; empty where this kernel tells none. */
  readonly reasons: ReadonlyMap<number, string>;
  /** Events that this kernel does not have. */
  readonly absent: readonly string[];
}

/** Switches the events of an instance on, by the formats that this kernel gives them. Fails with a KernelError. */
export function enableEvents(instance: TraceInstance, visitor: TraceVisitor): EnabledEvents {
  const handlers = new Map<number, EventHandler>();
  const absent: string[] = [];
  let reasons: ReadonlyMap<number, string> = new Map();
  for (const [event, handlerOf] of Object.entries(EVENTS)) {
    const format = formatOf(instance, event);
    if (format === undefined) {
      absent.push(event);
      continue;
    }
    handlers.set(format.id, { bytes: recordBytes(format), handle: handlerOf(format, visitor) });
    if (event === KFREE_SKB) {
      reasons = format.symbols('reason');
      instance.write(`events/${event}/filter`, dropFilter(reasons));
    }
    instance.write(`events/${event}/enable`, '1');
  }
  if (handlers.size === 0)
    throw new KernelError({ code: 'unsupported', operation: 'enable', path: instance.path, detail: absent.join(', ') });
  return { handlers, reasons, absent };
}

function formatOf(instance: TraceInstance, event: string): EventFormat | undefined {
  const file = `events/${event}/format`;
  try {
    return parseEventFormat(file, instance.read(file));
  } catch (cause) {
    const error = toKernelError(cause, 'read', file);
    if (error.code === 'not-found') return undefined;
    throw error;
  }
}
