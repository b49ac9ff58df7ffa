import { formatValue } from '../format.ts';
import type { SocketRow } from '../sockets.ts';
import { freshReport, type StackInput, tunableNumbers } from './context.ts';
import { type Reading, readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { socketName } from './socketName.ts';
import { LEVELS, SHARES } from './thresholds.ts';
import type { Gauge } from './types.ts';

interface Side {
  readonly used: 'rmemAlloc' | 'wmemQueued';
  readonly limit: 'rcvbuf' | 'sndbuf';
}
const RECEIVE: Side = { used: 'rmemAlloc', limit: 'rcvbuf' };
const SEND: Side = { used: 'wmemQueued', limit: 'sndbuf' };

function fillOf(row: SocketRow, side: Side): number {
  const used = row[side.used];
  const limit = row[side.limit];
  return used === undefined || limit === undefined || limit <= 0 ? -1 : used / limit;
}

/** The socket of the newest dump whose buffer is fullest; undefined without a dump or when none holds anything. */
export function fullestSocket(
  input: StackInput,
  side: 'receive' | 'send',
  protocol: 'tcp' | 'udp',
): SocketRow | undefined {
  const report = freshReport(input);
  const rows = [...(report?.fullest ?? []), ...(report?.udp ?? []), ...(report?.senders ?? [])];
  const fields = side === 'receive' ? RECEIVE : SEND;
  let best: SocketRow | undefined;
  for (const row of rows) {
    if (row.protocol !== protocol || row.state === 'listen' || fillOf(row, fields) <= 0) continue;
    if (best === undefined || fillOf(row, fields) > fillOf(best, fields)) best = row;
  }
  return best;
}

function growText(input: StackInput, tunable: string): string {
  const most = tunableNumbers(input.tunables, tunable)?.[2];
  return most === undefined ? '' : `; each may grow to ${formatValue(most, 'bytes')} (${tunable})`;
}

/** A tunable's maximum as a mark, where it lies inside the gauge: a socket that has grown as far as it may. */
function growMark(input: StackInput, tunable: string, limit: number | undefined): Gauge['marks'] {
  const most = tunableNumbers(input.tunables, tunable)?.[2];
  return most === undefined || limit === undefined || most > limit ? [] : [{ label: tunable, value: most }];
}

/** Memory of all sockets of a protocol against what their buffers allow now. */
export function sumGauge(input: StackInput, kind: 'tcpReceive' | 'tcpSend' | 'udpReceive'): Reading {
  const { window } = input;
  const { title, used, limit, count, limitName, tunable } = {
    tcpReceive: {
      title: 'TCP receive memory',
      used: ID.sockets.tcpRmemAllocBytes,
      limit: ID.sockets.tcpRcvbufBytes,
      count: ID.sockets.tcp,
      limitName: 'receive buffers of all TCP sockets',
      tunable: 'net.ipv4.tcp_rmem',
    },
    tcpSend: {
      title: 'TCP send memory',
      used: ID.sockets.tcpWmemQueuedBytes,
      limit: ID.sockets.tcpSndbufBytes,
      count: ID.sockets.tcp,
      limitName: 'send buffers of all TCP sockets',
      tunable: 'net.ipv4.tcp_wmem',
    },
    udpReceive: {
      title: 'UDP receive memory',
      used: ID.sockets.udpRmemAllocBytes,
      limit: ID.sockets.udpRcvbufBytes,
      count: ID.sockets.udp,
      limitName: 'receive buffers of all UDP sockets',
      tunable: undefined,
    },
  }[kind];
  const sockets = window.last(count);
  const grow = tunable === undefined ? '; UDP buffers do not grow by themselves' : growText(input, tunable);
  return readGauge({
    id: `socket.${kind}`,
    title,
    value: window.last(used),
    limit: window.last(limit),
    unit: 'bytes',
    limitName,
    metric: used,
    detail:
      sockets === undefined
        ? 'the agent cannot list sockets'
        : `${formatValue(sockets, 'sockets', { noun: true })}${grow}`,
    levels: LEVELS.buffer,
    subject: title,
    ...(sockets === 0 ? { state: 'calm' as const } : {}),
  });
}

/** The fullest receive buffer of one socket. */
export function fullestReceive(input: StackInput, protocol: 'tcp' | 'udp'): Reading {
  const row = fullestSocket(input, 'receive', protocol);
  const metric = protocol === 'udp' ? ID.sockets.udpRecvMaxFill : ID.sockets.recvMaxFill;
  const common = {
    id: `socket.${protocol}ReceiveFullest`,
    title: `Fullest ${protocol.toUpperCase()} receive buffer`,
    metric,
    levels: LEVELS.buffer,
  };
  if (row !== undefined) {
    const tunable = 'net.ipv4.tcp_rmem';
    const grow = protocol === 'tcp' ? growText(input, tunable).replace('each', 'it') : '';
    return readGauge({
      ...common,
      value: row.rmemAlloc,
      limit: row.rcvbuf,
      unit: 'bytes',
      marks: protocol === 'tcp' ? growMark(input, tunable, row.rcvbuf) : [],
      limitName: 'its receive buffer (sk_rcvbuf)',
      detail: `${socketName(row)}${grow}`,
      subject: `the receive buffer of ${socketName(row)}`,
    });
  }
  const unseen = freshReport(input) === undefined;
  const fill = protocol === 'udp' && unseen ? input.window.last(metric) : undefined;
  return readGauge({
    ...common,
    value: unseen ? fill : 0,
    limit: fill === undefined ? undefined : 1,
    unit: fill === undefined ? 'bytes' : 'share',
    limitName: 'its receive buffer (sk_rcvbuf)',
    detail: unseen ? 'no recent list of sockets' : `no ${protocol.toUpperCase()} socket holds unread data`,
    subject: `a ${protocol.toUpperCase()} receive buffer`,
    ...(unseen ? {} : { state: 'calm' as const }),
  });
}

/**
 * The fullest send buffer. Full is how a bulk sender looks when the path is the limit; it is trouble only when senders
 * lose time to it.
 */
export function fullestSend(input: StackInput): Reading {
  const row = fullestSocket(input, 'send', 'tcp');
  const seen = freshReport(input) !== undefined;
  const limited = input.window.last(ID.sockets.sndbufLimitedShare) ?? 0;
  const holdsBack = limited > SHARES.sndbufLimited.busy;
  const tunable = 'net.ipv4.tcp_wmem';
  const reading = readGauge({
    id: 'socket.tcpSendFullest',
    title: 'Fullest TCP send buffer',
    value: row === undefined && seen ? 0 : row?.wmemQueued,
    limit: row?.sndbuf,
    unit: 'bytes',
    marks: growMark(input, tunable, row?.sndbuf),
    limitName: 'its send buffer (sk_sndbuf)',
    metric: ID.sockets.sendMaxFill,
    detail: sendDetail(input, row, seen, holdsBack),
    levels: LEVELS.buffer,
    subject: '',
    ...(holdsBack ? {} : { state: row === undefined && !seen ? ('unknown' as const) : ('calm' as const) }),
  });
  const text = `send buffers hold senders back ${formatValue(limited, 'share')} of their busy time`;
  const named = row === undefined ? text : `${text}; fullest is ${socketName(row)}`;
  return {
    gauge: reading.gauge,
    signals: holdsBack ? [{ state: reading.gauge.state === 'saturated' ? 'saturated' : 'busy', text: named }] : [],
  };
}

function sendDetail(input: StackInput, row: SocketRow | undefined, seen: boolean, holdsBack: boolean): string {
  if (row === undefined) return seen ? 'no TCP socket holds unsent data' : 'no recent list of sockets';
  const why = holdsBack ? '' : '; filled by a sender that waits for its peer or the path, which is normal';
  return `${socketName(row)}${growText(input, 'net.ipv4.tcp_wmem').replace('each', 'it')}${why}`;
}
