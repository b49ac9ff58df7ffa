import { formatValue } from '@netstrata/metrics';
import { pow2ceil } from '../guards.ts';
import { bufferFactor } from '../sendBuffer/bufferFactor.ts';
import { type Calculation, inRange } from './Calculation.ts';

export interface BandwidthDelayInput {
  /** What the path carries, bytes a second. */
  readonly bytesPerSecond: number;
  readonly rttMs: number;
  /** The algorithm of the sender: `cubic`, `bbr` … */
  readonly congestionControl: string;
  /** tcp_rmem and tcp_wmem as they are, for the numbers that stay. */
  readonly rmem: readonly [number, number, number];
  readonly wmem: readonly [number, number, number];
}

/** Of a receive buffer half is window, before the kernel has measured the sender's segments; and the kernel aims at two windows. */
const RECEIVE_FACTOR = 4;
const LARGEST = 2 ** 31 - 1;

/**
 * The buffers for one connection that is to fill a path.
 * @throws CalculationError for a rate or a round trip that no path has
 */
export function bandwidthDelay(input: BandwidthDelayInput): Calculation {
  const rate = inRange('bytesPerSecond', input.bytesPerSecond, { least: 1, most: 1e12 });
  const rttMs = inRange('rttMs', input.rttMs, { least: 0.001, most: 60_000 });
  const inFlight = (rate * rttMs) / 1000;
  const factor = bufferFactor(input.congestionControl);
  const send = pow2ceil(inFlight * factor);
  const receive = pow2ceil(inFlight * RECEIVE_FACTOR);
  const path = `${formatValue(rate, 'bytes/s')} x ${rttMs} ms`;
  const triple = ([least, initial, most]: readonly [number, number, number], need: number) =>
    `${least} ${initial} ${Math.min(LARGEST, Math.max(most, need))}`;
  const enough = send <= input.wmem[2] && receive <= input.rmem[2];
  const tooLarge = Math.max(send, receive) > LARGEST;
  return {
    answer: enough
      ? `${formatValue(inFlight, 'bytes')} are in flight on this path, and the buffers of this host are large enough to fill it with one connection.`
      : `${formatValue(inFlight, 'bytes')} are in flight on this path. One connection fills it with a send buffer of ${formatValue(send, 'bytes')} here and a receive buffer of ${formatValue(receive, 'bytes')} at the other end.`,
    steps: [
      { name: 'in flight', how: path, value: inFlight, unit: 'bytes' },
      {
        name: 'send buffer of the sender',
        how: `in flight x ${factor} for the kernel's bookkeeping with ${input.congestionControl}, next power of two`,
        value: send,
        unit: 'bytes',
      },
      {
        name: 'receive buffer of the receiver',
        how: `in flight x ${RECEIVE_FACTOR}: half of a buffer is window, and the kernel keeps room for two round trips; next power of two`,
        value: receive,
        unit: 'bytes',
      },
    ],
    wishes: enough
      ? []
      : [
          ...(send > input.wmem[2] ? [{ tunable: 'net.ipv4.tcp_wmem', value: triple(input.wmem, send) }] : []),
          ...(receive > input.rmem[2] ? [{ tunable: 'net.ipv4.tcp_rmem', value: triple(input.rmem, receive) }] : []),
        ],
    caveats: [
      'tcp_wmem counts at the sender, tcp_rmem at the receiver: each end needs its own.',
      'Programs that set SO_SNDBUF or SO_RCVBUF do not follow: their buffers stay at what they asked for, doubled.',
      ...(tooLarge ? ['One connection cannot fill this path: a buffer ends at 2 GiB. Use several.'] : []),
    ],
  };
}
