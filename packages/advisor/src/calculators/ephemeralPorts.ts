import { type Calculation, inRange } from './Calculation.ts';

export interface EphemeralPortsInput {
  readonly low: number;
  readonly high: number;
  /** Ports of the range that ip_local_reserved_ports takes out. */
  readonly reserved: number;
  /** Connections a second to one destination (address and port), from one source address. */
  readonly connectionsPerSecond: number;
  /** How long one lives, before TIME-WAIT. */
  readonly lifetimeSeconds: number;
  /** tcp_tw_reuse: 1 gives ports in TIME-WAIT out again to outgoing connections after a second. */
  readonly twReuse: number;
}

/** TCP_TIMEWAIT_LEN, compiled into the kernel. */
const TIME_WAIT_SECONDS = 60;
const REUSE_AFTER_SECONDS = 1;

/**
 * How many connections a second one address can open to one destination before it runs out of ports.
 * @throws CalculationError for a range that is none
 */
export function ephemeralPorts(input: EphemeralPortsInput): Calculation {
  const low = inRange('low', input.low, { least: 1, most: 65_535 });
  const high = inRange('high', input.high, { least: low, most: 65_535 });
  const reserved = inRange('reserved', input.reserved, { least: 0, most: high - low + 1 });
  const rate = inRange('connectionsPerSecond', input.connectionsPerSecond, { least: 0, most: 10_000_000 });
  const lifetime = inRange('lifetimeSeconds', input.lifetimeSeconds, { least: 0, most: 10_000_000 });
  const ports = high - low + 1 - reserved;
  const held = lifetime + (input.twReuse === 1 ? REUSE_AFTER_SECONDS : TIME_WAIT_SECONDS);
  const capacity = ports / held;
  const needed = Math.ceil(rate * held);
  const fits = needed <= ports;
  return {
    answer: fits
      ? `It fits: ${needed} of ${ports} ports are taken at ${rate} connections a second, and up to ${Math.floor(capacity)} a second are possible.`
      : `It does not fit: ${rate} connections a second hold ${needed} ports, and there are ${ports}. Beyond ${Math.floor(capacity)} a second connect() fails with EADDRNOTAVAIL.`,
    steps: [
      { name: 'ports', how: `${low} to ${high}, less ${reserved} reserved`, value: ports, unit: 'connections' },
      {
        name: 'a port is held for',
        how: `${lifetime} s open and ${held - lifetime} s ${input.twReuse === 1 ? 'until tcp_tw_reuse gives it out again' : 'in TIME-WAIT'}`,
        value: held,
        unit: 'seconds',
      },
      { name: 'connections a second at most', how: `${ports} / ${held} s`, value: capacity, unit: 'connections/s' },
    ],
    wishes:
      fits || (input.low <= 10_240 && input.high >= 65_000)
        ? []
        : [{ tunable: 'net.ipv4.ip_local_port_range', value: `${Math.min(low, 10_240)} ${Math.max(high, 65_001)}` }],
    caveats: [
      'Each source address and each destination address and port has the whole range: more of either multiplies it.',
      'Connections that are kept open and used again need no port each: that is the better cure.',
      'TIME-WAIT stays with the side that closes first; tcp_fin_timeout does not change its 60 s.',
    ],
  };
}
