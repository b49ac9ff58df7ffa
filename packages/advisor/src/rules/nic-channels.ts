import { formatRate, formatValue, ID } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import { type BusyCard, busiestCard } from '../busiestCard.ts';
import { changeOfDevice } from '../change.ts';
import { knownEvidence, rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { cpusOfOthers } from '../queueInterrupts.ts';
import { type CpuShare, softirqCpus } from '../softirqCpus.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
const MIN_COVERED_SECONDS = 30;
/** Of the time of the busiest CPU. */
const BUSY = { fire: 0.8, clear: 0.6 };
const MIN_PACKETS_PER_SECOND = 1000;
const { cpuSeconds } = ID.softirq;

const SETTING = { combined: 'ethtool.channels.combined', rx: 'ethtool.channels.rx' } as const;

interface Channels {
  readonly kind: 'combined' | 'rx';
  readonly current: number;
  readonly wanted: number;
  readonly max: number;
}

/**
 * More queues, where the card has them and CPUs wait for them. Of the two kinds the one in use: a card that may have either refuses both
 * at once.
 */
export function moreChannels(channels: InterfaceDetails['channels'], cpuCount: number): Channels | undefined {
  const kinds = (['combined', 'rx'] as const).filter((each) => (channels?.[each].max ?? 0) > 0);
  const kind = kinds.find((each) => (channels?.[each].current ?? 0) > 0) ?? kinds[0];
  const { current, max } = kind === undefined ? {} : (channels?.[kind] ?? {});
  if (kind === undefined || current === undefined || max === undefined) return undefined;
  const wanted = Math.min(max, cpuCount);
  return current < wanted ? { kind, current, wanted, max } : undefined;
}

function findingOf(
  context: RuleContext,
  card: BusyCard,
  { busy, channels }: { busy: CpuShare; channels: Channels },
): Finding {
  const { device, packetsPerSecond } = card;
  const { kind, current, wanted, max } = channels;
  const { cpuCount } = context.host;
  const queues = `${current} ${current === 1 ? 'queue' : 'queues'}`;
  return {
    subject: device,
    severity: 'warning',
    confidence: 'medium',
    title: {
      en: `${device} gives all its packets to few CPUs: it uses ${queues} and has more`,
      'zh-CN': `${device} 把所有包交给少数 CPU：它只用了 ${current} 个队列，还有更多`,
    },
    why: {
      en: `A card sorts what it receives into queues, connection by connection, and each queue is worked on by one CPU. ${device} uses ${queues} on a machine with ${cpuCount} CPUs, and CPU ${busy.cpu} spends ${formatValue(busy.share, 'share')} of its time in softirq, which is mostly receiving. When it has no time left, packets wait and get lost while other CPUs idle.`,
      'zh-CN': `网卡按连接把收到的包分到各队列，每个队列由一个 CPU 处理。${device} 用了 ${current} 个队列，而机器有 ${cpuCount} 个 CPU，其中 CPU ${busy.cpu} 有 ${formatValue(busy.share, 'share')} 的时间在 softirq，主要是接收。它没有余力时，包就排队、丢失，而其他 CPU 闲着。`,
    },
    where: {
      en: `${device}: ${formatRate(packetsPerSecond, 'packets', { noun: true })}; CPU ${busy.cpu}: ${formatValue(busy.share, 'share')} in softirq`,
      'zh-CN': `${device}：每秒 ${formatValue(packetsPerSecond, 'count')} 个包；CPU ${busy.cpu}：${formatValue(busy.share, 'share')} 在 softirq`,
    },
    evidence: [
      ...rateEvidence(context.window, { metric: ID.dev.rxPackets, labels: { device } }, WINDOW_SECONDS),
      ...knownEvidence({ metric: cpuSeconds, labels: { cpu: busy.cpu } }, Number(busy.share.toPrecision(3)), {
        as: 'mean',
        seconds: WINDOW_SECONDS,
      }),
    ],
    changes: changeOfDevice({ device }, SETTING[kind], { current, proposed: wanted }),
    arithmetic: {
      en: `the smaller of the ${max} queues that the card has and ${cpuCount} CPUs = ${wanted}`,
      'zh-CN': `取网卡的 ${max} 个队列与 ${cpuCount} 个 CPU 中较小的 = ${wanted}`,
    },
    actions: [
      {
        en: 'It holds until the next boot: put it into the settings of the network manager as well. On a machine with several memory nodes, as many queues as CPUs on the node of the card are enough.',
        'zh-CN':
          '只保持到下次启动：同时写入网络管理器的配置。在有多个内存节点的机器上，队列数等于网卡所在节点的 CPU 数就够。',
      },
      {
        en: 'A single fast connection stays on one queue all the same; then the CPU itself is the limit.',
        'zh-CN': '单个快速连接仍只在一个队列上；那时 CPU 本身就是上限。',
      },
    ],
    risk: {
      en: 'Disruptive: the link may be gone for one to five seconds. Each queue takes memory for its rings.',
      'zh-CN': '有中断：链路可能断开一到五秒。每个队列的环都占内存。',
    },
    expectedEffect: {
      en: 'The work of receiving spreads over the CPUs, and none is full with it.',
      'zh-CN': '接收的工作分散到各 CPU，没有哪个被它占满。',
    },
    verify: {
      en: `"mpstat -P ALL 5" shows similar %soft on several CPUs, and "grep ${device} /proc/interrupts" grows on all of them.`,
      'zh-CN': `"mpstat -P ALL 5" 显示多个 CPU 的 %soft 相近，"grep ${device} /proc/interrupts" 在这些 CPU 上都增长。`,
    },
    notWhen: {
      en: 'The CPUs are set aside for other work on purpose (isolcpus), or one connection makes all of the traffic.',
      'zh-CN': '这些 CPU 有意留作他用（isolcpus），或全部流量来自一个连接。',
    },
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const card = busiestCard(context, WINDOW_SECONDS, firing);
  if (card === undefined || card.packetsPerSecond < MIN_PACKETS_PER_SECOND) return [];
  const open = firing.has(card.device);
  const channels = moreChannels(card.settings.channels, context.host.cpuCount);
  const full = softirqCpus(window, WINDOW_SECONDS).filter(({ share }) => isOver(share, BUSY, open));
  if (channels === undefined || full.length === 0) return [];
  const others = cpusOfOthers(window, card.device, WINDOW_SECONDS);
  const busy = full.find(({ cpu }) => !others.has(cpu));
  if (busy === undefined) return [];
  if (!open && window.coveredSeconds(cpuSeconds, { cpu: busy.cpu }) < MIN_COVERED_SECONDS) return [];
  return [findingOf(context, card, { busy, channels })];
}

/** A card uses fewer queues than it has, and a CPU is full. */
export const nicChannels: Rule = {
  id: 'nic-channels',
  layer: 'link',
  title: { en: 'Card uses fewer queues than it has', 'zh-CN': '网卡没有用足队列' },
  metrics: [ID.dev.rxPackets, cpuSeconds, ID.softirq.interrupts],
  tunables: [SETTING.combined, SETTING.rx],
  about: {
    feels: ['cpu', 'slow'],
    symptom: {
      en: 'One CPU is busy with softirq while others idle, and the network does not get faster.',
      'zh-CN': '一个 CPU 忙于 softirq，其他闲着，网络也快不起来。',
    },
    reasoning: {
      en: 'The busiest CPU, of those that do not work for another card, spent more than 80 % of a minute in softirq (cleared at 60 %), and the card that receives most uses fewer queues than the smaller of what it has and the number of CPUs.',
      'zh-CN':
        '一分钟内最忙的 CPU（不算为别的网卡工作的）有超过 80 % 的时间在 softirq（降到 60 % 解除），而接收最多的网卡所用队列少于其队列数与 CPU 数中较小的。',
    },
    formula: {
      en: 'queues = the smaller of the card’s most and the number of CPUs',
      'zh-CN': '队列数 = 网卡最多队列数与 CPU 数中较小的',
    },
    sources: ['Documentation/networking/scaling.rst (RSS configuration)'],
  },
  evaluate,
};
