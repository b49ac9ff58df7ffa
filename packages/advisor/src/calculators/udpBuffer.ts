import { formatValue } from '@netstrata/metrics';
import { pow2ceil } from '../guards.ts';
import { truesizeOf } from '../udp/datagramSize.ts';
import { type Calculation, inRange } from './Calculation.ts';

export interface UdpBufferInput {
  readonly datagramsPerSecond: number;
  /** Payload of one, bytes. */
  readonly datagramBytes: number;
  /** How long the reader may be away. */
  readonly stallMs: number;
  readonly rmemMax: number;
}

/** The kernel doubles what is asked for into a signed number. */
const LARGEST_ASK = 2 ** 30 - 1;

/**
 * The receive buffer that holds what arrives while the reader is away.
 * @throws CalculationError for a rate, size or time out of range
 */
export function udpBuffer(input: UdpBufferInput): Calculation {
  const rate = inRange('datagramsPerSecond', input.datagramsPerSecond, { least: 1, most: 100_000_000 });
  const size = inRange('datagramBytes', input.datagramBytes, { least: 0, most: 65_507 });
  const stallMs = inRange('stallMs', input.stallMs, { least: 1, most: 60_000 });
  const rmemMax = inRange('rmemMax', input.rmemMax, { least: 1, most: 2 ** 31 - 1 });
  const waiting = Math.ceil((rate * stallMs) / 1000);
  const truesize = truesizeOf(size);
  const rcvbuf = pow2ceil(waiting * truesize);
  const ask = rcvbuf / 2;
  const possible = ask <= LARGEST_ASK;
  return {
    answer: possible
      ? `A receive buffer of ${formatValue(rcvbuf, 'bytes')}: the program asks for ${ask} with SO_RCVBUF, which the kernel doubles${ask > rmemMax ? `, after net.core.rmem_max was raised from ${rmemMax}` : ''}.`
      : 'No receive buffer is that large: read with several sockets on one port (SO_REUSEPORT), or make the stall shorter.',
    steps: [
      { name: 'datagrams that wait', how: `${rate} a second x ${stallMs} ms`, value: waiting, unit: 'packets' },
      {
        name: 'memory charged for each',
        how: `${size} B of payload and the kernel's bookkeeping, as measured on loopback`,
        value: truesize,
        unit: 'bytes',
      },
      { name: 'receive buffer', how: `${waiting} x ${truesize}, next power of two`, value: rcvbuf, unit: 'bytes' },
      { name: 'SO_RCVBUF', how: 'half of it, as the kernel doubles what is asked for', value: ask, unit: 'bytes' },
    ],
    wishes: possible && ask > rmemMax ? [{ tunable: 'net.core.rmem_max', value: String(ask) }] : [],
    caveats: [
      'Drivers of network cards charge other sizes, most of them a full frame for a small datagram: measure with "ss -uamn".',
      'A reader that is too slow on average fills any buffer: this covers pauses only.',
    ],
  };
}
