import { endpoint, formatValue, ID } from '@netstrata/metrics';
import { NO_MEMORY } from '../change.ts';
import { pow2ceil, raise } from '../guards.ts';
import type { Evidence, Finding } from '../types.ts';
import type { SendNeed } from './need.ts';
import type { Sender } from './senders.ts';

export const TCP_WMEM = 'net.ipv4.tcp_wmem';
/** Below this round trip the path is a machine or a rack: send buffers there are limits only when they were made small. */
const NEAR_US = 1000;

function evidenceOf({ row, share, looks, sndbuf }: Sender, need: SendNeed): readonly Evidence[] {
  const labels = { socket: `${endpoint(row.local, row.localPort)} ${endpoint(row.remote, row.remotePort)}` };
  const by = looks === undefined ? labels : { ...labels, by: 'looks' };
  const queued: readonly Evidence[] =
    row.wmemQueued === undefined
      ? []
      : [{ metric: ID.sockets.tcpWmemQueuedBytes, labels, value: row.wmemQueued, unit: 'bytes' }];
  return [
    { metric: ID.sockets.sndbufLimitedShare, labels: by, value: share, unit: 'share' },
    { metric: ID.sockets.tcpSndbufBytes, labels, value: sndbuf, unit: 'bytes' },
    ...queued,
    { metric: ID.tcp.rttMedianUs, labels, value: need.rttUs, unit: 'microseconds' },
  ];
}

const nameOf = ({ row }: Sender) => row.process ?? 'a program';

function whereOf({ row, program, peer, sndbuf }: Sender, others: number): string {
  const more = others === 0 ? '' : `, and ${others} more ${others === 1 ? 'connection' : 'connections'}`;
  return `TCP connection of ${program} to ${peer}: send buffer ${formatValue(sndbuf, 'bytes')}, ${formatValue(row.txBytesPerSecond, 'bytes/s')} delivered${more}`;
}

function waitOf({ share, looks }: Sender): string {
  if (looks === undefined) return `the program waits for room in it ${formatValue(share, 'share')} of the time`;
  return `in ${looks.starved} of the last ${looks.of} looks it was full of data on its way, so that the program waits`;
}

function whyOf(sender: Sender, limit: string): string {
  return `Data that was sent stays in the send buffer until the peer confirms it, one round trip later. The buffer of ${sender.program} is too small for that: ${waitOf(sender)}, although the network and the peer would take more. ${limit}`;
}

function verifyOf({ row }: Sender): string {
  return `"ss -tinm 'dport = :${row.remotePort}'" shows a larger "tb" in skmem (the send buffer) and a higher delivery_rate, and its sndbuf_limited grows no more.`;
}

function nearText({ rttUs }: SendNeed, current: number): string {
  return rttUs >= NEAR_US
    ? ''
    : ` The round trip is only ${formatValue(rttUs, 'microseconds')}, where the kernel's usual maximum never limits; this one of ${formatValue(current, 'bytes')} does.`;
}

export interface Ceiling {
  readonly sender: Sender;
  readonly need: SendNeed;
  /** Other connections at the ceiling. */
  readonly others: number;
  /** tcp_wmem as three numbers. */
  readonly wmem: readonly [number, number, number];
  /** The most that the memory for TCP leaves a connection. */
  readonly most: number;
  readonly memoryShort: boolean;
}

/** The buffer has grown as far as tcp_wmem lets it. */
export function ceilingFinding({ sender, need, others, wmem, most, memoryShort }: Ceiling): Finding {
  const [least, initial, current] = wmem;
  const { proposed, limitedBy } = memoryShort
    ? { proposed: undefined, limitedBy: '' }
    : raise(current, pow2ceil(need.bytes), most);
  const held = memoryShort
    ? NO_MEMORY
    : `The memory for TCP (net.ipv4.tcp_mem) leaves each busy connection ${formatValue(most, 'bytes')}: raise that first, or send over fewer connections.`;
  return {
    subject: TCP_WMEM,
    severity: 'warning',
    confidence: 'high',
    title: `${TCP_WMEM} limits how fast ${nameOf(sender)} can send to ${sender.peer}`,
    why: whyOf(sender, `It has grown to the third number of ${TCP_WMEM}, as far as it may.${nearText(need, current)}`),
    where: whereOf(sender, others),
    evidence: evidenceOf(sender, need),
    changes:
      proposed === undefined
        ? []
        : [
            {
              tunable: TCP_WMEM,
              namespace: 'host',
              current: wmem.join(' '),
              proposed: `${least} ${initial} ${proposed}`,
            },
          ],
    arithmetic: proposed === undefined ? '' : `${need.arithmetic}${limitedBy}`,
    actions:
      proposed === undefined
        ? [held]
        : [
            'Nothing needs a restart: the kernel reads the third number whenever it lets a buffer grow, also for open connections.',
          ],
    risk: `Risk 2 of 4. Each connection that needs it may hold up to the new maximum in kernel memory (the whole is bounded by net.ipv4.tcp_mem), and more unsent data may wait in the host. The first two numbers stay.`,
    expectedEffect: `The buffer grows, waiting on it falls below 3 % of the time, and throughput rises until the next limit: the path, the peer's window or the program.`,
    verify: verifyOf(sender),
    notWhen:
      'The connection is limited by its congestion window, by its peer or by the program: then a larger buffer only holds more unsent data. Buffers that a program fixed with SO_SNDBUF do not follow.',
  };
}

/** The program fixed the size. */
export function lockedFinding(sender: Sender, need: SendNeed, wmemMax: number | undefined): Finding {
  const { row, sndbuf } = sender;
  const ask = pow2ceil(need.bytes / 2);
  const capped = wmemMax !== undefined && sndbuf === 2 * wmemMax;
  const cap = capped ? ' It is exactly twice net.core.wmem_max, so the program may have asked for more.' : '';
  return {
    subject: sender.peer,
    severity: 'warning',
    confidence: 'high',
    title: `A fixed send buffer limits how fast ${nameOf(sender)} can send to ${sender.peer}`,
    why: whyOf(
      sender,
      `Its size does not change and is not what the kernel would choose: the program has fixed it with SO_SNDBUF, which also switches off its growth.${cap}`,
    ),
    where: whereOf(sender, 0),
    evidence: evidenceOf(sender, need),
    changes: [],
    arithmetic: '',
    actions: [
      `Remove SO_SNDBUF from ${row.process ?? 'the program'}: the kernel then grows the buffer by itself, up to ${TCP_WMEM}.`,
      `Or ask for at least ${ask} B, which the kernel doubles. net.core.wmem_max${wmemMax === undefined ? '' : ` (${wmemMax})`} caps what may be asked for. Measured: ${need.arithmetic}.`,
    ],
    risk: 'Memory for this connection only; set it before connect() or listen().',
    expectedEffect: 'The send buffer of new connections grows with the path, and they wait on it no longer.',
    verify: verifyOf(sender),
    notWhen:
      'The program keeps its buffer small on purpose, to have little unsent data in the host (live media, fair sharing).',
  };
}
