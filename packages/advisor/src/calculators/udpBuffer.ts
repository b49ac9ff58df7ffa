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
  const isCut = ask > rmemMax;
  const room = formatValue(rcvbuf, 'bytes');
  return {
    fits: possible && !isCut,
    answer: possible
      ? {
          en: `A receive buffer of ${room}: the program asks for ${ask} with SO_RCVBUF, which the kernel doubles${isCut ? `, after net.core.rmem_max was raised from ${rmemMax}` : ''}.`,
          'zh-CN': `接收缓冲区 ${room}：程序用 SO_RCVBUF 申请 ${ask}，内核会将其翻倍${isCut ? `；并先把 net.core.rmem_max 从 ${rmemMax} 调高` : ''}。`,
        }
      : {
          en: 'No receive buffer is that large: read with several sockets on one port (SO_REUSEPORT), or make the stall shorter.',
          'zh-CN': '没有这么大的接收缓冲区：在一个端口上用多个套接字读取（SO_REUSEPORT），或缩短停顿。',
        },
    steps: [
      {
        id: 'waiting',
        name: { en: 'datagrams that wait', 'zh-CN': '等待的数据报' },
        how: {
          en: `${rate} a second × ${stallMs} ms, rounded up`,
          'zh-CN': `每秒 ${rate} 个 × ${stallMs} ms，向上取整`,
        },
        value: waiting,
        unit: 'packets',
      },
      {
        id: 'truesize',
        name: { en: 'memory charged for each', 'zh-CN': '每个计费内存' },
        how: {
          en: `${size} B of payload and the kernel's bookkeeping, as measured on loopback`,
          'zh-CN': `${size} B 载荷加内核开销，按 loopback 实测`,
        },
        value: truesize,
        unit: 'bytes',
      },
      {
        id: 'rcvbuf',
        name: { en: 'receive buffer', 'zh-CN': '接收缓冲区' },
        how: {
          en: `${waiting} × ${truesize}, next power of two`,
          'zh-CN': `${waiting} × ${truesize}，取下一个 2 的幂`,
        },
        value: rcvbuf,
        unit: 'bytes',
      },
      {
        id: 'ask',
        name: { en: 'SO_RCVBUF', 'zh-CN': 'SO_RCVBUF' },
        how: { en: 'half of it, as the kernel doubles what is asked for', 'zh-CN': '其一半，因为内核会把申请值翻倍' },
        value: ask,
        unit: 'bytes',
      },
    ],
    wishes: possible && isCut ? [{ tunable: 'net.core.rmem_max', value: String(ask) }] : [],
    caveats: [
      {
        en: 'Drivers of network cards charge other sizes, most of them a full frame for a small datagram: measure with "ss -uamn".',
        'zh-CN': '网卡驱动的计费大小不同，多数对小数据报也按整帧计：请用 "ss -uamn" 实测。',
      },
      {
        en: 'A reader that is too slow on average fills any buffer: this covers pauses only.',
        'zh-CN': '平均读取速度不够时，多大的缓冲区都会满：这里只应对停顿。',
      },
    ],
  };
}
