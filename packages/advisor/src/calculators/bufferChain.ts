import { formatValue } from '@netstrata/metrics';
import { type Calculation, inRange, type Step } from './Calculation.ts';

export interface BufferChainInput {
  readonly sockets: number;
  /** What each program asks for with SO_RCVBUF; undefined when it does not ask. */
  readonly askedBytes: number | undefined;
  readonly rmemMax: number;
  readonly tcpRmem: readonly [number, number, number];
  /** In pages. */
  readonly tcpMem: readonly [number, number, number];
  readonly pageBytes: number;
  /** Bytes that all sockets together are to hold unread. */
  readonly wantedBytes: number;
}

/** The kernel's SOCK_MIN_RCVBUF. */
const LEAST_RCVBUF = 2304;
/** Of a receive buffer this part is promised to the sender as window: the rest pays for the kernel's bookkeeping. */
const WINDOW_SHARE = 0.5;
const SIZE = { least: 1, most: 2 ** 40 };

function perSocket({ askedBytes, rmemMax, tcpRmem }: BufferChainInput): {
  readonly rcvbuf: number;
  readonly how: string;
} {
  if (askedBytes === undefined)
    return {
      rcvbuf: tcpRmem[1],
      how: `no SO_RCVBUF: the middle number of tcp_rmem (it grows up to ${tcpRmem[2]} only while the program reads)`,
    };
  const capped = Math.min(askedBytes, rmemMax);
  const cap = capped < askedBytes ? `cut to rmem_max ${rmemMax}, then doubled` : 'doubled by the kernel';
  const rcvbuf = Math.max(LEAST_RCVBUF, 2 * capped);
  return {
    rcvbuf,
    how: `SO_RCVBUF ${askedBytes}, ${cap}${rcvbuf === LEAST_RCVBUF ? ', and not below 2304' : ''}; tcp_rmem is out of play for this socket`,
  };
}

/**
 * How the limits of receive buffers work together: SO_RCVBUF is capped by rmem_max and replaces tcp_rmem for its socket, all share
 * tcp_mem, and optmem_max has nothing to do with payload.
 * @throws CalculationError for sizes and counts that no host has
 */
export function bufferChain(input: BufferChainInput): Calculation {
  const sockets = inRange('sockets', input.sockets, { least: 1, most: 10_000_000 });
  const wanted = inRange('wantedBytes', input.wantedBytes, SIZE);
  for (const [name, value] of [
    ['rmemMax', input.rmemMax],
    ['pageBytes', input.pageBytes],
  ] as const)
    inRange(name, value, SIZE);
  if (input.askedBytes !== undefined) inRange('askedBytes', input.askedBytes, SIZE);
  for (const value of [...input.tcpRmem, ...input.tcpMem]) inRange('tcpRmem and tcpMem', value, SIZE);
  const { rcvbuf, how } = perSocket(input);
  const guaranteed = sockets * rcvbuf * WINDOW_SHARE;
  const poolBytes = input.tcpMem[2] * input.pageBytes;
  const charged = sockets * rcvbuf;
  const pressureBytes = input.tcpMem[1] * input.pageBytes;
  const holds = wanted <= guaranteed && charged <= poolBytes;
  const steps: Step[] = [
    { name: 'buffer of each socket', how, value: rcvbuf, unit: 'bytes' },
    { name: 'of that, promised as window', how: `half of ${rcvbuf}`, value: rcvbuf * WINDOW_SHARE, unit: 'bytes' },
    {
      name: 'all sockets together, for sure',
      how: `${sockets} x ${rcvbuf * WINDOW_SHARE}`,
      value: guaranteed,
      unit: 'bytes',
    },
    { name: 'charged to tcp_mem when all are full', how: `${sockets} x ${rcvbuf}`, value: charged, unit: 'bytes' },
    {
      name: 'tcp_mem, all of TCP on this host',
      how: `${input.tcpMem[2]} pages x ${input.pageBytes}`,
      value: poolBytes,
      unit: 'bytes',
    },
  ];
  return {
    answer: answerOf({ holds, wanted, guaranteed, charged, poolBytes }),
    steps,
    wishes: [],
    caveats: [
      `This holds when the data is spread evenly: one socket alone holds about ${formatValue(rcvbuf * WINDOW_SHARE, 'bytes')}, whatever the others have free.`,
      'Very small writes cost more bookkeeping than payload: they can fall about one percent short. Large segments fit better than half.',
      'optmem_max is for control messages, filters and zero-copy notices: it never limits payload.',
      ...(charged > pressureBytes && charged <= poolBytes
        ? ['The second number of tcp_mem would be passed: the kernel then shrinks windows before anything is refused.']
        : []),
      'The buffers of senders on the same host count in the same tcp_mem.',
    ],
  };
}

interface Outcome {
  readonly holds: boolean;
  readonly wanted: number;
  readonly guaranteed: number;
  readonly charged: number;
  readonly poolBytes: number;
}

function answerOf({ holds, wanted, guaranteed, charged, poolBytes }: Outcome): string {
  const amount = formatValue(wanted, 'bytes');
  if (holds) return `Yes: ${formatValue(guaranteed, 'bytes')} fit for sure, ${amount} are wanted.`;
  if (charged > poolBytes)
    return `No: full buffers would need ${formatValue(charged, 'bytes')}, and tcp_mem ends at ${formatValue(poolBytes, 'bytes')} for all of TCP.`;
  return `Not for sure: ${formatValue(guaranteed, 'bytes')} are promised, ${amount} are wanted. Ask for a larger SO_RCVBUF before listen() or connect(), or leave it alone and have the program read.`;
}
