import { formatValue } from '@netstrata/metrics';
import { pow2ceil } from '../guards.ts';
import { type Calculation, inRange } from './Calculation.ts';

export interface PacketBurstInput {
  /** Of the busiest queue. */
  readonly packetsPerSecond: number;
  /** CPU time of one packet through the stack. */
  readonly nanosecondsPerPacket: number;
  /** How long the CPU may be busy with something else. */
  readonly stallMs: number;
  readonly ringPlaces: number;
  readonly backlog: number;
  readonly budget: number;
  readonly budgetUsecs: number;
}

/**
 * What waits in a ring or in the backlog of a CPU while it is away, and how much one round of softirq takes out.
 * @throws CalculationError for what no machine has
 */
export function packetBurst(input: PacketBurstInput): Calculation {
  const rate = inRange('packetsPerSecond', input.packetsPerSecond, { least: 1, most: 1e9 });
  const cost = inRange('nanosecondsPerPacket', input.nanosecondsPerPacket, { least: 10, most: 1e6 });
  const stallMs = inRange('stallMs', input.stallMs, { least: 0.01, most: 10_000 });
  const ring = inRange('ringPlaces', input.ringPlaces, { least: 1, most: 1_048_576 });
  const backlog = inRange('backlog', input.backlog, { least: 1, most: 2 ** 31 - 1 });
  const budget = inRange('budget', input.budget, { least: 1, most: 2 ** 31 - 1 });
  const usecs = inRange('budgetUsecs', input.budgetUsecs, { least: 1, most: 2 ** 31 - 1 });
  const waiting = Math.ceil((rate * stallMs) / 1000);
  const capacity = 1e9 / cost;
  const byTime = Math.floor((usecs * 1000) / cost);
  const round = Math.min(budget, byTime);
  const isByTime = byTime < budget;
  const keepsUp = rate <= capacity;
  const fits = keepsUp && waiting <= ring && waiting <= backlog;
  const wanted = pow2ceil(waiting);
  const [most, now] = [capacity, rate].map((value) => formatValue(value, 'packets/s'));
  return {
    fits,
    answer: keepsUp
      ? {
          en: `${waiting} packets come while the CPU is away for ${stallMs} ms; the ring holds ${ring} and the backlog ${backlog}${fits ? ': nothing is lost' : `: what is beyond is dropped. ${wanted} places hold them`}.`,
          'zh-CN': `CPU 离开 ${stallMs} ms 期间到达 ${waiting} 个包；环可容 ${ring} 个，backlog 可容 ${backlog} 个${fits ? '：不会丢包' : `：超出部分被丢弃，需要 ${wanted} 个位置`}。`,
        }
      : {
          en: `One CPU takes at most ${most} at ${cost} ns each, and ${now} come: no ring is long enough. Spread the packets over more CPUs (RSS, RPS).`,
          'zh-CN': `每包 ${cost} ns 时一个 CPU 至多处理 ${most}，而到达 ${now}：多长的环都不够。请把包分散到更多 CPU（RSS、RPS）。`,
        },
    steps: [
      {
        id: 'waiting',
        name: { en: 'packets that wait', 'zh-CN': '等待的包' },
        how: {
          en: `${rate} a second × ${stallMs} ms, rounded up`,
          'zh-CN': `每秒 ${rate} 个 × ${stallMs} ms，向上取整`,
        },
        value: waiting,
        unit: 'packets',
      },
      {
        id: 'capacity',
        name: { en: 'what one CPU takes at most', 'zh-CN': '一个 CPU 的上限' },
        how: { en: `1 s / ${cost} ns`, 'zh-CN': `1 s / ${cost} ns` },
        value: capacity,
        unit: 'packets/s',
      },
      {
        id: 'round',
        name: { en: 'packets of one round of softirq', 'zh-CN': '一轮 softirq 处理的包' },
        how: isByTime
          ? {
              en: `netdev_budget_usecs ${usecs} / ${cost} ns, before netdev_budget ${budget} is used up`,
              'zh-CN': `netdev_budget_usecs ${usecs} / ${cost} ns，先于 netdev_budget ${budget} 用尽`,
            }
          : {
              en: `netdev_budget, before the ${usecs} µs of netdev_budget_usecs are over`,
              'zh-CN': `netdev_budget，先于 netdev_budget_usecs 的 ${usecs} µs 到期`,
            },
        value: round,
        unit: 'packets',
      },
      {
        id: 'rounds',
        name: { en: 'time until they are worked off', 'zh-CN': '处理完所需时间' },
        how: {
          en: `${waiting} / (${Math.round(capacity)} − ${rate}) a second`,
          'zh-CN': `${waiting} /（${Math.round(capacity)} − ${rate}）每秒`,
        },
        value: keepsUp && capacity > rate ? waiting / (capacity - rate) : Number.POSITIVE_INFINITY,
        unit: 'seconds',
      },
    ],
    wishes:
      keepsUp && waiting > backlog && wanted <= 65_536
        ? [{ tunable: 'net.core.netdev_max_backlog', value: String(wanted) }]
        : [],
    caveats: [
      {
        en: 'The ring is of the network card (ethtool -g, -G); the backlog counts for loopback, virtual devices and RPS. Both are per queue or CPU.',
        'zh-CN': '环属于网卡（ethtool -g、-G）；backlog 用于 loopback、虚拟设备和 RPS。两者都按队列或 CPU 计。',
      },
      {
        en: 'A longer queue makes packets wait longer: a full one of this length adds its size divided by the rate to the round trip.',
        'zh-CN': '队列越长包等得越久：满队列会给往返时间加上队列长度除以速率。',
      },
      {
        en: 'A round that ends with work left (time_squeeze) goes on at once, or in ksoftirqd beside other programs.',
        'zh-CN': '一轮结束仍有剩余（time_squeeze）时会立即继续，或在 ksoftirqd 中与其他程序分享 CPU。',
      },
    ],
  };
}
