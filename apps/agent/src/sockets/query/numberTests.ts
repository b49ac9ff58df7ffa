import type { OtherSocketRow } from '@netstrata/metrics';
import type { FilterNumber, SocketTest } from '@netstrata/metrics/socketFilter';
import { SOCKET_NUMBERS, type SocketNumber } from '../fields.ts';
import type { SocketView } from '../SocketView.ts';
import type { RowOwner } from '../toSocketRow.ts';
import type { Tests } from './compileFilter.ts';

type NumberTest = Extract<SocketTest, { kind: 'number' | 'range' }>;
/** Either of two ports may be the one. */
type OneNumber = Exclude<FilterNumber, 'port'>;

const UNKNOWN = Number.NaN;

/** Sent and received; unknown where both are. */
export function rateOf({ txBytesPerSecond: tx, rxBytesPerSecond: rx }: SocketView): number {
  if (Number.isNaN(tx)) return rx;
  return Number.isNaN(rx) ? tx : tx + rx;
}

const field = (name: SocketNumber) => SOCKET_NUMBERS[name];

/** NaN is unknown: no comparison of it holds. */
const INET: Readonly<Record<OneNumber, (view: SocketView, owner: RowOwner | undefined) => number>> = {
  localPort: field('localPort'),
  remotePort: field('remotePort'),
  pid: (_, owner) => owner?.pid ?? UNKNOWN,
  inode: field('inode'),
  receive: field('rmemAlloc'),
  send: field('wmemQueued'),
  fill: (view) => view.fill,
  recvQ: field('recvQ'),
  sendQ: field('sendQ'),
  notsent: field('notsentBytes'),
  inFlight: field('unackedSegs'),
  retrans: field('retransTotal'),
  timeouts: (view) => (view.protocol === 'tcp' ? SOCKET_NUMBERS.unanswered(view) : UNKNOWN),
  drops: field('drops'),
  rtt: field('rttUs'),
  minRtt: field('minRttUs'),
  cwnd: field('cwnd'),
  mss: field('mssBytes'),
  tx: (view) => view.txBytesPerSecond,
  rx: (view) => view.rxBytesPerSecond,
  rate: rateOf,
};

type Known = Partial<Record<OneNumber, (row: OtherSocketRow, owner: RowOwner | undefined) => number | undefined>>;
const OTHER: Known = {
  // Of a raw socket it is the number of its protocol.
  localPort: ({ protocol, localPort }) => (protocol === 'mptcp' ? localPort : undefined),
  remotePort: ({ protocol, remotePort }) => (protocol === 'mptcp' ? remotePort : undefined),
  pid: (_, owner) => owner?.pid,
  inode: ({ inode }) => inode,
  receive: ({ rmemAlloc }) => rmemAlloc,
  send: ({ wmemQueued }) => wmemQueued,
  fill: ({ fill }) => fill,
  recvQ: ({ recvQ }) => recvQ,
  sendQ: ({ sendQ }) => sendQ,
  drops: ({ drops }) => drops,
};

export function numberTests(test: NumberTest): Tests {
  const holds = comparison(test);
  if (test.field === 'port') {
    const { localPort, remotePort } = OTHER;
    return {
      inet: ({ cursor }) => holds(cursor.localPort) || holds(cursor.remotePort),
      other: (row, owner) => holds(localPort?.(row, owner) ?? UNKNOWN) || holds(remotePort?.(row, owner) ?? UNKNOWN),
    };
  }
  if (test.kind === 'number' && test.ofLimit) return shareTests(test.field === 'receive', holds);
  const [inet, other] = [INET[test.field], OTHER[test.field]];
  return {
    inet: (view, owner) => holds(inet(view, owner)),
    other: (row, owner) => holds(other?.(row, owner) ?? UNKNOWN),
  };
}

function shareTests(isReceive: boolean, holds: (value: number) => boolean): Tests {
  return {
    inet: (view) => holds(isReceive ? view.receiveFill : view.sendFill),
    other: ({ rmemAlloc = UNKNOWN, rcvbuf = UNKNOWN, wmemQueued = UNKNOWN, sndbuf = UNKNOWN }) =>
      holds(isReceive ? rmemAlloc / rcvbuf : wmemQueued / sndbuf),
  };
}

function comparison(test: NumberTest): (value: number) => boolean {
  if (test.kind === 'range') return (value) => value >= test.least && value <= test.most;
  const { compare, value: bound } = test;
  switch (compare) {
    case '=':
      return (value) => value === bound;
    case '>':
      return (value) => value > bound;
    case '<':
      return (value) => value < bound;
    case '>=':
      return (value) => value >= bound;
    case '<=':
      return (value) => value <= bound;
  }
}
