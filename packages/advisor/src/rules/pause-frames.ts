import { formatRate, formatValue, ID, type Labels, NO_WORDS } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { deviceOf } from '../devices.ts';
import { rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
const MIN_COVERED_SECONDS = 10;
/** Frames a second. */
const RATE = { fire: 10, clear: 1 };
const LOUD_PER_SECOND = 100;

const WAYS = [
  {
    way: 'received',
    metric: ID.pause.rxFrames,
    title: (device: string) => ({
      en: `${device} is told to stop sending: the network ahead of it is full`,
      'zh-CN': `${device} 被要求停止发送：前方网络已满`,
    }),
    cause: {
      en: 'the other end, mostly the switch, had no room left for what this host sends: a slower port further on, or another receiver that cannot keep up, fills its buffer. All that this host sends waits meanwhile, also to those who could take it',
      'zh-CN':
        '另一端（多半是交换机）没有空间容纳本机发出的包：更远处较慢的端口，或另一个跟不上的接收方，填满了它的缓冲区。其间本机发出的一切都要等，包括发给能接收的对象的',
    },
    actions: [
      {
        en: 'Find the slow receiver: the port of the switch that sends pause frames to others, or has most drops, leads to it.',
        'zh-CN': '找出慢的接收方：向别人发暂停帧或丢弃最多的那个交换机端口通向它。',
      },
      {
        en: 'If one slow receiver holds up all others, switch flow control off at the switch port, so that only its own traffic is lost.',
        'zh-CN': '若一个慢接收方拖住了所有人，在交换机端口关闭流控，只丢它自己的流量。',
      },
    ],
  },
  {
    way: 'sent',
    metric: ID.pause.txFrames,
    title: (device: string) => ({
      en: `${device} asks the other end to stop: this host does not take packets fast enough`,
      'zh-CN': `${device} 要求对端停止发送：本机收包不够快`,
    }),
    cause: {
      en: 'the receive ring of this card was nearly full, as the CPU that empties it was busy. Nothing is lost here, but the switch holds back what is for this host, and perhaps what is for others too',
      'zh-CN':
        '本网卡的接收环快满了，因为清空它的 CPU 在忙。这里没有丢包，但交换机压住了发给本机的包，也许还有发给别人的',
    },
    actions: [
      {
        en: 'Empty the ring sooner: look for a CPU near 100 % in softirq, use more receive queues ("ethtool -L"), and then a larger ring ("ethtool -G").',
        'zh-CN': '更快清空环：找 softirq 接近 100 % 的 CPU，增加接收队列（"ethtool -L"），再加大环（"ethtool -G"）。',
      },
      {
        en: 'The advice on rings and queues of this card, where it is open, is the root.',
        'zh-CN': '若此网卡关于环和队列的建议也打开着，那条就是根因。',
      },
    ],
  },
] as const;
type Way = (typeof WAYS)[number];

function findingOf(
  { window }: RuleContext,
  labels: Labels,
  { way, metric, title, cause, actions }: Way,
  open: boolean,
): Finding | undefined {
  const device = deviceOf(labels);
  const perSecond = window.rate(metric, WINDOW_SECONDS, labels);
  if (perSecond === undefined || !isOver(perSecond, RATE, open)) return undefined;
  if (!open && window.coveredSeconds(metric, labels) < MIN_COVERED_SECONDS) return undefined;
  const rate = formatRate(perSecond, 'packets', { noun: true });
  return {
    subject: `${device} ${way}`,
    severity: perSecond > LOUD_PER_SECOND ? 'warning' : 'info',
    confidence: 'medium',
    title: title(device),
    why: {
      en: `With flow control an end of a link that runs out of room sends a pause frame, and the other end stops for a moment instead of having its packets dropped. ${device} ${way} ${rate} of them over the last minute: ${cause.en}.`,
      'zh-CN': `有流控时，链路的一端空间用尽就发暂停帧，另一端停一下，而不是让包被丢弃。最近一分钟 ${device} 每秒${way === 'received' ? '收到' : '发出'} ${formatValue(perSecond, 'count')} 个暂停帧：${cause['zh-CN']}。`,
    },
    where: {
      en: `${device}: ${rate} ${way}`,
      'zh-CN': `${device}：每秒${way === 'received' ? '收到' : '发出'} ${formatValue(perSecond, 'count')} 个`,
    },
    evidence: rateEvidence(window, { metric, labels }, WINDOW_SECONDS),
    ...NO_CHANGE,
    actions,
    risk: {
      en: `Without flow control ("ethtool -A ${device} rx off tx off") packets are dropped instead of held back; storage networks (RoCE, FCoE) need it.`,
      'zh-CN': `没有流控（"ethtool -A ${device} rx off tx off"）时包会被丢弃而不是压住；存储网络（RoCE、FCoE）需要它。`,
    },
    expectedEffect: {
      en: 'The link no longer stands still, and delays get even.',
      'zh-CN': '链路不再停顿，延迟变得均匀。',
    },
    verify: {
      en: `"ethtool -I -a ${device}" shows the same numbers after a minute of traffic.`,
      'zh-CN': `有流量一分钟后，"ethtool -I -a ${device}" 的数字不变。`,
    },
    notWhen: {
      en: 'The network is meant to lose nothing (storage), and short pauses are part of it.',
      'zh-CN': '网络本来就不允许丢包（存储），短暂的暂停属于正常。',
    },
  };
}

/** A link stands still because one end is full. */
export const pauseFrames: Rule = {
  id: 'pause-frames',
  layer: 'link',
  title: { en: 'Link paused by flow control', 'zh-CN': '链路因流控暂停' },
  metrics: [ID.pause.rxFrames, ID.pause.txFrames],
  tunables: [],
  about: {
    feels: ['hangs', 'upload'],
    symptom: {
      en: 'Sending stalls for moments though the link has room and nothing is lost.',
      'zh-CN': '链路有余量、也没丢包，发送却时不时停顿。',
    },
    reasoning: {
      en: 'More than ten pause frames a second over a minute, received or sent; a warning above 100; cleared at one.',
      'zh-CN': '一分钟内每秒收到或发出超过十个暂停帧；超过 100 为警告；降到一个解除。',
    },
    formula: NO_WORDS,
    sources: ['IEEE 802.3, annex 31B', 'Documentation/networking/ethtool-netlink.rst (PAUSE_GET)'],
  },
  evaluate: (context, firing) =>
    WAYS.flatMap((way) =>
      context.window
        .labelsOf(way.metric)
        .flatMap((labels) => findingOf(context, labels, way, firing.has(`${deviceOf(labels)} ${way.way}`)) ?? []),
    ),
};
