import { formatValue, ID, type Labels, type Words } from '@netstrata/metrics';
import { changeOfDevice, NO_CHANGE } from '../change.ts';
import { deviceOf, settingsOf } from '../devices.ts';
import { growthEvidence } from '../evidence.ts';
import { pow2ceil } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const MISSED = ID.stats64.rxMissedErrors;
const FIFO = ID.dev.rxFifo;
const PACKETS = ID.dev.rxPackets;
const WINDOW_SECONDS = 300;
/** What is not open yet is looked at closely only when something was lost as lately as this. */
const LATELY_SECONDS = 30;
const MIN_COVERED_SECONDS = 10;
const MIN_LOST = 10;
/** Of the packets that arrived. */
const LOST = { fire: 0.0001, clear: 0 };
const CRITICAL_SHARE = 0.01;

const RING = 'ethtool.rings.rx';

interface Ring {
  readonly current: number;
  readonly proposed: number;
  readonly max: number;
}

/** A larger ring where the card has one. */
function ringOf(context: RuleContext, device: string): Ring | 'largest' | undefined {
  const { current, max } = settingsOf(context, device)?.rings?.rx ?? {};
  if (current === undefined || max === undefined || current <= 0 || max <= 0) return undefined;
  const proposed = Math.min(max, pow2ceil(2 * current));
  return proposed > current ? { current, proposed, max } : 'largest';
}

function actionsOf(context: RuleContext, device: string): readonly Words[] {
  const ring = ringOf(context, device);
  const faster = {
    en: 'Empty the ring sooner: more receive queues on more CPUs (ethtool -L), and no CPU whose softirq time is near 100 %.',
    'zh-CN': '更快清空环：把更多接收队列分到更多 CPU（ethtool -L），并且没有 CPU 的 softirq 时间接近 100 %。',
  };
  if (ring === undefined)
    return [
      {
        en: `Compare the ring with the largest one the card has: "ethtool -g ${device}"; if there is a larger one, "ethtool -G ${device} rx N".`,
        'zh-CN': `把环与网卡支持的最大值比较："ethtool -g ${device}"；还能更大就 "ethtool -G ${device} rx N"。`,
      },
      faster,
    ];
  if (ring === 'largest')
    return [
      {
        en: `The ring is as large as the card allows, so a setting of the ring does not help. ${faster.en}`,
        'zh-CN': `环已是网卡允许的最大值，再调环没有用。${faster['zh-CN']}`,
      },
    ];
  return [
    {
      en: 'A larger ring holds until the next boot: put it into the settings of the network manager as well.',
      'zh-CN': '加大的环只保持到下次启动：同时写入网络管理器的配置。',
    },
    faster,
  ];
}

/** A larger ring as a change. */
function cureOf(context: RuleContext, device: string): Pick<Finding, 'changes' | 'arithmetic'> {
  const ring = ringOf(context, device);
  if (ring === undefined || ring === 'largest') return NO_CHANGE;
  return {
    changes: changeOfDevice({ device }, RING, ring),
    arithmetic: {
      en: `2 x ${ring.current} descriptors, as a power of two, at most the ${ring.max} that the card has = ${ring.proposed}`,
      'zh-CN': `2 x ${ring.current} 个描述符，取 2 的幂，最多为网卡的 ${ring.max} = ${ring.proposed}`,
    },
  };
}

function findingOf(context: RuleContext, labels: Labels, open: boolean): Finding | undefined {
  const { window } = context;
  const device = deviceOf(labels);
  const lately = (metric: string) => window.delta(metric, LATELY_SECONDS, labels) ?? 0;
  if (!open && lately(MISSED) + lately(FIFO) === 0) return undefined;
  const [missed, fifo] = [window.delta(MISSED, WINDOW_SECONDS, labels), window.delta(FIFO, WINDOW_SECONDS, labels)];
  if (missed === undefined && fifo === undefined) return undefined;
  const lost = (missed ?? 0) + (fifo ?? 0);
  const received = window.delta(PACKETS, WINDOW_SECONDS, labels);
  // A card that was given other queues counts packets anew, and of what was lost nobody knows the share.
  if (!open && received === undefined) return undefined;
  const arrived = lost + (received ?? 0);
  const share = lost / Math.max(1, arrived);
  if (!isOver(share, LOST, open) || (!open && lost < MIN_LOST)) return undefined;
  if (!open && window.coveredSeconds(missed === undefined ? FIFO : MISSED, labels) < MIN_COVERED_SECONDS)
    return undefined;
  const size = settingsOf(context, device)?.rings?.rx.current;
  return {
    ...(received === undefined ? { undecided: true as const } : {}),
    subject: device,
    severity: share > CRITICAL_SHARE ? 'critical' : 'warning',
    confidence: 'high',
    title: {
      en: `${device} loses packets on arrival: its receive ring is full`,
      'zh-CN': `${device} 在接收时丢包：接收环已满`,
    },
    why: {
      en: `The card puts each packet that arrives into a free place of its receive ring in memory${size === undefined ? '' : `, which has ${size}`}, and a CPU empties the ring in softirq. While the CPU is busy elsewhere, or a burst comes faster than it works, no place is free, and the card throws packets away. TCP sends them again and slows down; UDP loses them.`,
      'zh-CN': `网卡把每个到达的包放进内存中接收环的空位${size === undefined ? '' : `（环有 ${size} 个位置）`}，由一个 CPU 在 softirq 中清空。CPU 忙于别处，或突发来得比处理快时，没有空位，网卡就丢包。TCP 会重传并减速；UDP 就丢了。`,
    },
    where: {
      en: `${device}: ${formatValue(lost, 'count')} of ${formatValue(arrived, 'count')} packets in the last five minutes (${formatValue(share, 'share')})`,
      'zh-CN': `${device}：最近五分钟 ${formatValue(arrived, 'count')} 个包中丢了 ${formatValue(lost, 'count')} 个（${formatValue(share, 'share')}）`,
    },
    evidence: [
      ...growthEvidence(window, { metric: MISSED, labels }, WINDOW_SECONDS),
      ...growthEvidence(window, { metric: FIFO, labels }, WINDOW_SECONDS),
      ...growthEvidence(window, { metric: PACKETS, labels }, WINDOW_SECONDS),
    ],
    ...cureOf(context, device),
    actions: actionsOf(context, device),
    risk: {
      en: 'Disruptive: the link may be gone for one to five seconds. A very large ring holds more packets than the caches of a CPU, and each of them waits longer.',
      'zh-CN': '有中断：链路可能断开一到五秒。很大的环装的包会超出 CPU 缓存，每个包也等得更久。',
    },
    expectedEffect: {
      en: 'Bursts fit into the ring; rx_missed_errors stands still.',
      'zh-CN': '突发装得进环；rx_missed_errors 不再变化。',
    },
    verify: {
      en: `"ip -s -s link show ${device}" shows the same number under missed and fifo after five minutes of the same load.`,
      'zh-CN': `相同负载五分钟后，"ip -s -s link show ${device}" 的 missed 和 fifo 数字不变。`,
    },
    notWhen: {
      en: `Pause frames are exchanged ("ethtool -I -a ${device}"), or one CPU is busy with packets all the time: then a larger ring only fills later.`,
      'zh-CN': `正在交换暂停帧（"ethtool -I -a ${device}"），或某个 CPU 一直忙于处理包：那么更大的环只会晚一点满。`,
    },
  };
}

/** The receive ring of a card overflows. */
export const nicRingDrops: Rule = {
  id: 'nic-ring-drops',
  layer: 'link',
  title: { en: 'Receive ring of a card overflows', 'zh-CN': '网卡接收环溢出' },
  metrics: [MISSED, FIFO, PACKETS],
  tunables: [RING],
  about: {
    feels: ['drops'],
    symptom: {
      en: 'Loss in bursts that no protocol counts, on one card.',
      'zh-CN': '某块网卡上成片丢包，没有任何协议计数。',
    },
    reasoning: {
      en: 'At least ten packets, and more than 0.01 % of those that arrived, were missed by the card (rx_missed_errors, rx_fifo_errors) within five minutes; critical above 1 %. Cleared by five minutes without any. The present and the largest ring come from the card.',
      'zh-CN':
        '五分钟内网卡漏收至少十个包、且超过到达包的 0.01 %（rx_missed_errors、rx_fifo_errors）；超过 1 % 为严重。五分钟没有则解除。当前和最大的环由网卡给出。',
    },
    formula: {
      en: 'a ring of twice the places, as a power of two, at most the largest of the card',
      'zh-CN': '环的位置数翻倍，取 2 的幂，最多为网卡的最大值',
    },
    sources: [
      'Documentation/networking/statistics.rst (rx_missed_errors)',
      'Documentation/networking/ethtool-netlink.rst (RINGS_SET)',
    ],
  },
  evaluate: (context, firing) =>
    devicesOf(context).flatMap((labels) => findingOf(context, labels, firing.has(deviceOf(labels))) ?? []),
};

/** Each device once, whichever of the counters it has. */
function devicesOf({ window }: RuleContext): readonly Labels[] {
  const names = [MISSED, FIFO].flatMap((metric) => window.labelsOf(metric).map(deviceOf));
  return [...new Set(names)].map((device) => ({ device }));
}
