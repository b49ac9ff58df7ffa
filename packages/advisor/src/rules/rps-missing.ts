import { formatRate, formatValue, ID, NO_WORDS } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import { type BusyCard, busiestCard } from '../busiestCard.ts';
import { changeOfDevice } from '../change.ts';
import { isEachQueue, MOST_QUEUES, queueNumber } from '../deviceQueues.ts';
import { knownEvidence, rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { cpusOfOthers } from '../queueInterrupts.ts';
import { type CpuShare, cpuMask, isEmptyMask, softirqCpus } from '../softirqCpus.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';
import { moreChannels } from './nic-channels.ts';

const WINDOW_SECONDS = 60;
const MIN_COVERED_SECONDS = 30;
const BUSY = { fire: 0.8, clear: 0.6 };
/** Of the time of the idlest CPU: with less than this to spare nothing is won. */
const IDLE = { below: 0.4, stillBelow: 0.6 };
const MIN_PACKETS_PER_SECOND = 10_000;
/** With so many CPUs the one that takes the interrupts is left to that. */
const MANY_CPUS = 4;
const RPS = 'sysfs.rps_cpus';
const { cpuSeconds } = ID.softirq;

/** Whether nothing is steered, as far as told. */
function steersNothing(queues: InterfaceDetails['queues']): queues is NonNullable<InterfaceDetails['queues']> {
  return queues !== undefined && queues.rx.length > 0 && queues.rx.every(({ rpsCpus }) => isEmptyMask(rpsCpus));
}

function findingOf(
  { window, host }: RuleContext,
  card: BusyCard,
  { busy, idle }: { busy: CpuShare; idle: CpuShare },
): Finding {
  const { device, packetsPerSecond, settings } = card;
  const { cpuCount } = host;
  const queueCount = settings.queues?.rxCount ?? 0;
  const all = Array.from({ length: cpuCount }, (_, cpu) => cpu);
  const helpers = cpuCount >= MANY_CPUS ? all.filter((cpu) => String(cpu) !== busy.cpu) : all;
  const part =
    helpers.length === all.length
      ? { en: 'all CPUs', 'zh-CN': '所有 CPU' }
      : {
          en: `all CPUs but CPU ${busy.cpu}, which takes the interrupts`,
          'zh-CN': `除处理中断的 CPU ${busy.cpu} 之外的所有 CPU`,
        };
  const rx = settings.queues?.rx ?? [];
  const changes = isEachQueue(rx, queueCount)
    ? rx.flatMap(({ queue, rpsCpus: current = '0' }) =>
        changeOfDevice({ device, queue: queueNumber(queue) }, RPS, { current, proposed: cpuMask(helpers, current) }),
      )
    : [];
  const byHand = {
    en: `Steer to ${part.en}, more than ${MOST_QUEUES} queues by hand: "for q in /sys/class/net/${device}/queues/rx-*; do echo ${cpuMask(helpers)} > $q/rps_cpus; done" (a bit for each CPU, hexadecimal). It works at once; 0 puts it back.`,
    'zh-CN': `分派到${part['zh-CN']}，超过 ${MOST_QUEUES} 个队列时手工设置："for q in /sys/class/net/${device}/queues/rx-*; do echo ${cpuMask(helpers)} > $q/rps_cpus; done"（每个 CPU 一位，十六进制）。立即生效；写 0 可恢复。`,
  };
  return {
    subject: device,
    severity: 'warning',
    confidence: 'medium',
    title: {
      en: `CPU ${busy.cpu} alone works on the packets of ${device}, and others could help`,
      'zh-CN': `只有 CPU ${busy.cpu} 在处理 ${device} 的包，其他 CPU 本可帮忙`,
    },
    why: {
      en: `${device} has ${queueCount} receive ${queueCount === 1 ? 'queue' : 'queues'} for ${cpuCount} CPUs, so at most as many CPUs take its packets. CPU ${busy.cpu} spends ${formatValue(busy.share, 'share')} of its time in softirq, CPU ${idle.cpu} ${formatValue(idle.share, 'share')}. Receive packet steering (RPS) lets the CPU that takes a packet from the card hand it to another one, by connection, for IP and TCP; it is off here.`,
      'zh-CN': `${device} 有 ${queueCount} 个接收队列，而 CPU 有 ${cpuCount} 个，所以最多这么多 CPU 来取包。CPU ${busy.cpu} 有 ${formatValue(busy.share, 'share')} 的时间在 softirq，CPU ${idle.cpu} 为 ${formatValue(idle.share, 'share')}。接收包分派（RPS）让从网卡取包的 CPU 按连接把包（IP 和 TCP 处理）交给另一个 CPU；这里是关着的。`,
    },
    where: {
      en: `${device}: ${formatRate(packetsPerSecond, 'packets', { noun: true })}; CPU ${busy.cpu}: ${formatValue(busy.share, 'share')} in softirq`,
      'zh-CN': `${device}：每秒 ${formatValue(packetsPerSecond, 'count')} 个包；CPU ${busy.cpu}：${formatValue(busy.share, 'share')} 在 softirq`,
    },
    evidence: [
      ...rateEvidence(window, { metric: ID.dev.rxPackets, labels: { device } }, WINDOW_SECONDS),
      ...[busy, idle].flatMap(({ cpu, share }) =>
        knownEvidence({ metric: cpuSeconds, labels: { cpu } }, Number(share.toPrecision(3)), {
          as: 'mean',
          seconds: WINDOW_SECONDS,
        }),
      ),
    ],
    changes,
    // Which of several full CPUs is left out may change with every look: the first stays.
    ...(changes.length === 0 ? {} : { need: { amount: 1, from: JSON.stringify([cpuCount, rx]) } }),
    arithmetic:
      changes.length === 0
        ? NO_WORDS
        : {
            en: `a bit for each of ${part.en}: ${cpuMask(helpers)} in hexadecimal, for each receive queue`,
            'zh-CN': `${part['zh-CN']} 各占一位：十六进制 ${cpuMask(helpers)}，每个接收队列都设`,
          },
    actions: [
      ...(changes.length > 0 ? [] : [byHand]),
      {
        en: 'On a machine with several memory nodes, leave out the CPUs of the nodes that the card is not attached to.',
        'zh-CN': '在有多个内存节点的机器上，去掉网卡不相连的节点上的 CPU。',
      },
    ],
    risk: {
      en: 'CPUs wake each other with interrupts of their own; at low rates that costs more than it wins.',
      'zh-CN': 'CPU 之间要用中断互相唤醒；速率低时得不偿失。',
    },
    expectedEffect: {
      en: 'The softirq time spreads, and the busiest CPU has room again.',
      'zh-CN': 'softirq 时间分散开，最忙的 CPU 又有余量。',
    },
    verify: {
      en: '"mpstat -P ALL 5" shows similar %soft on the CPUs, and received_rps of /proc/net/softnet_stat grows (column 10).',
      'zh-CN': '"mpstat -P ALL 5" 显示各 CPU 的 %soft 相近，/proc/net/softnet_stat 的 received_rps（第 10 列）增长。',
    },
    notWhen: {
      en: 'Each CPU has a queue of its own already (RSS), or one connection makes all of the traffic: it stays on one CPU.',
      'zh-CN': '每个 CPU 已有自己的队列（RSS），或全部流量来自一个连接：它只会在一个 CPU 上。',
    },
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const card = busiestCard(context, WINDOW_SECONDS, firing);
  const cpus = softirqCpus(window, WINDOW_SECONDS);
  const idle = cpus.at(-1);
  if (card === undefined || card.packetsPerSecond < MIN_PACKETS_PER_SECOND || idle === undefined) return [];
  const { queues, channels } = card.settings;
  const open = firing.has(card.device);
  const full = cpus.filter(({ share }) => isOver(share, BUSY, open));
  if (full.length === 0 || idle.share >= (open ? IDLE.stillBelow : IDLE.below)) return [];
  if (!steersNothing(queues) || queues.rxCount >= context.host.cpuCount) return [];
  // Queues of the card are the better way, and the advice on them says so.
  if (moreChannels(channels, context.host.cpuCount) !== undefined) return [];
  const others = cpusOfOthers(window, card.device, WINDOW_SECONDS);
  const busy = full.find(({ cpu }) => !others.has(cpu));
  if (busy === undefined || busy === idle) return [];
  if (!open && window.coveredSeconds(cpuSeconds, { cpu: busy.cpu }) < MIN_COVERED_SECONDS) return [];
  return [findingOf(context, card, { busy, idle })];
}

/** One CPU receives, others idle, and nothing is steered. */
export const rpsMissing: Rule = {
  id: 'rps-missing',
  layer: 'link',
  title: { en: 'One CPU receives for all', 'zh-CN': '由一个 CPU 负责所有接收' },
  metrics: [ID.dev.rxPackets, cpuSeconds, ID.softirq.interrupts],
  tunables: [RPS],
  about: {
    feels: ['cpu', 'slow'],
    symptom: {
      en: 'One CPU is busy with softirq while others idle, and the card has no more queues.',
      'zh-CN': '一个 CPU 忙于 softirq，其他闲着，而网卡没有更多队列。',
    },
    reasoning: {
      en: 'Over a minute the busiest CPU, of those that do not work for another card, spent more than 80 % of its time in softirq (cleared at 60 %) and the idlest less than 40 %, at 10,000 packets a second or more; the card has fewer queues than CPUs and no more to give, and rps_cpus is 0 for all of them.',
      'zh-CN':
        '一分钟内最忙的 CPU（不算为别的网卡工作的）有超过 80 % 的时间在 softirq（降到 60 % 解除），最闲的不到 40 %，每秒 10,000 个包以上；网卡的队列少于 CPU 且没有更多，而所有队列的 rps_cpus 都为 0。',
    },
    formula: {
      en: 'a mask of all CPUs, from four CPUs on without the one that takes the interrupts',
      'zh-CN': '所有 CPU 的掩码；四个 CPU 起，去掉处理中断的那个',
    },
    sources: ['Documentation/networking/scaling.rst (RPS: receive packet steering)'],
  },
  evaluate,
};
