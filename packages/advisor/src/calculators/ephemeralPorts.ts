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
  const isReused = input.twReuse === 1;
  const held = lifetime + (isReused ? REUSE_AFTER_SECONDS : TIME_WAIT_SECONDS);
  const capacity = ports / held;
  const needed = Math.ceil(rate * held);
  const fits = needed <= ports;
  const most = Math.floor(capacity);
  return {
    fits,
    answer: fits
      ? {
          en: `It fits: ${needed} of ${ports} ports are taken at ${rate} connections a second, and up to ${most} a second are possible.`,
          'zh-CN': `够用：每秒 ${rate} 个连接占用 ${ports} 个端口中的 ${needed} 个，至多可达每秒 ${most} 个。`,
        }
      : {
          en: `It does not fit: ${rate} connections a second hold ${needed} ports, and there are ${ports}. Beyond ${most} a second connect() fails with EADDRNOTAVAIL.`,
          'zh-CN': `不够：每秒 ${rate} 个连接占用 ${needed} 个端口，而只有 ${ports} 个。超过每秒 ${most} 个时 connect() 以 EADDRNOTAVAIL 失败。`,
        },
    steps: [
      {
        id: 'ports',
        name: { en: 'ports', 'zh-CN': '端口' },
        how: {
          en: `${low} to ${high}, less ${reserved} reserved`,
          'zh-CN': `${low} 到 ${high}，减去保留的 ${reserved}`,
        },
        value: ports,
        unit: 'connections',
      },
      {
        id: 'held',
        name: { en: 'a port is held for', 'zh-CN': '每个端口被占用' },
        how: {
          en: `${lifetime} s open and ${held - lifetime} s ${isReused ? 'until tcp_tw_reuse gives it out again' : 'in TIME-WAIT'}`,
          'zh-CN': `连接存续 ${lifetime} s，加 ${held - lifetime} s${isReused ? '后由 tcp_tw_reuse 再次分配' : ' TIME-WAIT'}`,
        },
        value: held,
        unit: 'seconds',
      },
      {
        id: 'needed',
        name: { en: 'ports taken', 'zh-CN': '占用的端口' },
        how: { en: `${rate} a second × ${held} s`, 'zh-CN': `每秒 ${rate} 个 × ${held} s` },
        value: needed,
        unit: 'connections',
      },
      {
        id: 'capacity',
        name: { en: 'connections a second at most', 'zh-CN': '每秒连接数上限' },
        how: { en: `${ports} / ${held} s`, 'zh-CN': `${ports} / ${held} s` },
        value: capacity,
        unit: 'connections/s',
      },
    ],
    wishes:
      fits || (input.low <= 10_240 && input.high >= 65_000)
        ? []
        : [{ tunable: 'net.ipv4.ip_local_port_range', value: `${Math.min(low, 10_240)} ${Math.max(high, 65_001)}` }],
    caveats: [
      {
        en: 'Each source address and each destination address and port has the whole range: more of either multiplies it.',
        'zh-CN': '每个源地址与每个目的地址端口组合都有整个范围可用：任一项增多，容量成倍增加。',
      },
      {
        en: 'Connections that are kept open and used again need no port each: that is the better cure.',
        'zh-CN': '保持并复用的连接不必各占一个端口：这是更好的办法。',
      },
      {
        en: 'TIME-WAIT stays with the side that closes first; tcp_fin_timeout does not change its 60 s.',
        'zh-CN': 'TIME-WAIT 留在先关闭的一方；tcp_fin_timeout 不会改变它的 60 s。',
      },
    ],
  };
}
