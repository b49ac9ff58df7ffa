import { formatRate, formatValue, ID } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { knownEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { type QueueInterrupts, queueInterrupts, sumsBy } from '../queueInterrupts.ts';
import { softirqCpus } from '../softirqCpus.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
const MIN_COVERED_SECONDS = 30;
/** Of the interrupts of a device, on one CPU. */
const SHARE = { fire: 0.7, clear: 0.6 };
/** Of that CPU's time. */
const BUSY = { fire: 0.5, clear: 0.3 };
/** A queue with more than this of the interrupts carries most of the traffic: no affinity spreads it. */
const ONE_QUEUE_SHARE = 0.5;
const MIN_PER_SECOND = 1000;
const MOST_COMMANDS = 8;
const { interrupts, cpuSeconds } = ID.softirq;

/** The queues of the crowded CPU dealt out over all CPUs, as commands. */
function commandsFor(lines: readonly QueueInterrupts[], crowded: string, cpuCount: number): string {
  const irqs = [
    ...new Set(lines.filter(({ cpu, perSecond }) => cpu === crowded && perSecond > 0).map(({ irq }) => irq)),
  ];
  return irqs
    .slice(0, MOST_COMMANDS)
    .map((irq, n) => `echo ${n % cpuCount} > /proc/irq/${irq}/smp_affinity_list`)
    .join('; ');
}

function findingOf(
  context: RuleContext,
  device: string,
  lines: readonly QueueInterrupts[],
  open: boolean,
): Finding | undefined {
  const { window, host } = context;
  const [queue, second] = sumsBy(lines, (line) => line.queue);
  const [crowded] = sumsBy(lines, ({ cpu }) => cpu);
  const total = lines.reduce((sum, { perSecond }) => sum + perSecond, 0);
  if (
    queue === undefined ||
    second === undefined ||
    second.perSecond === 0 ||
    crowded === undefined ||
    total < MIN_PER_SECOND
  )
    return undefined;
  const share = crowded.perSecond / total;
  const busy = softirqCpus(window, WINDOW_SECONDS).find(({ cpu }) => cpu === crowded.name)?.share;
  if (!isOver(share, SHARE, open) || !isOver(busy, BUSY, open) || queue.perSecond / total > ONE_QUEUE_SHARE)
    return undefined;
  if (!open && window.coveredSeconds(cpuSeconds, { cpu: crowded.name }) < MIN_COVERED_SECONDS) return undefined;
  return {
    subject: device,
    severity: 'warning',
    confidence: 'medium',
    title: {
      en: `CPU ${crowded.name} takes ${formatValue(share, 'share')} of the interrupts of ${device}, which has several queues`,
      'zh-CN': `CPU ${crowded.name} 承担了 ${device} 的 ${formatValue(share, 'share')} 中断，而该网卡有多个队列`,
    },
    why: {
      en: `Each queue of a card interrupts a CPU when packets are there, and that CPU works on them. ${device} spreads its traffic over its queues (the busiest has ${formatValue(queue.perSecond / total, 'share')}), but ${formatValue(share, 'share')} of the interrupts end on CPU ${crowded.name}, which spends ${formatValue(busy, 'share')} of its time in softirq: several queues are bound to the same CPU.`,
      'zh-CN': `有包到达时，网卡的每个队列会中断一个 CPU，由它处理。${device} 把流量分到了各队列（最忙的占 ${formatValue(queue.perSecond / total, 'share')}），但 ${formatValue(share, 'share')} 的中断落在 CPU ${crowded.name} 上，它有 ${formatValue(busy, 'share')} 的时间在 softirq：多个队列绑到了同一个 CPU。`,
    },
    where: {
      en: `${device}: ${formatRate(crowded.perSecond, 'count')} of ${formatRate(total, 'count')} interrupts on CPU ${crowded.name}`,
      'zh-CN': `${device}：${formatRate(total, 'count')} 次中断中 ${formatRate(crowded.perSecond, 'count')} 次在 CPU ${crowded.name} 上`,
    },
    evidence: [
      ...knownEvidence({ metric: interrupts, labels: { device, cpu: crowded.name } }, Math.round(crowded.perSecond), {
        as: 'mean',
        seconds: WINDOW_SECONDS,
      }),
      ...knownEvidence(
        { metric: cpuSeconds, labels: { cpu: crowded.name } },
        busy === undefined ? undefined : Number(busy.toPrecision(3)),
        { as: 'mean', seconds: WINDOW_SECONDS },
      ),
    ],
    ...NO_CHANGE,
    actions: [
      {
        en: 'Let irqbalance do it ("systemctl enable --now irqbalance"); many distributions have it.',
        'zh-CN': '交给 irqbalance（"systemctl enable --now irqbalance"）；许多发行版自带。',
      },
      {
        en: `Or deal the queues out by hand, with irqbalance off: "${commandsFor(lines, crowded.name, host.cpuCount)}".`,
        'zh-CN': `或关掉 irqbalance，手工分配队列："${commandsFor(lines, crowded.name, host.cpuCount)}"。`,
      },
    ],
    risk: {
      en: 'Risk 1 of 4. Takes effect with the next interrupt; some drivers manage their affinity themselves and refuse the write.',
      'zh-CN': '风险 1/4。从下一次中断起生效；有些驱动自己管理亲和性，会拒绝写入。',
    },
    expectedEffect: { en: 'The work of receiving spreads over the CPUs.', 'zh-CN': '接收的工作分散到各 CPU。' },
    verify: {
      en: `"grep ${device} /proc/interrupts" grows in several columns, and "mpstat -P ALL 5" shows similar %soft.`,
      'zh-CN': `"grep ${device} /proc/interrupts" 有多列在增长，"mpstat -P ALL 5" 的 %soft 相近。`,
    },
    notWhen: {
      en: 'The interrupts are bound to one CPU on purpose, to keep the others undisturbed.',
      'zh-CN': '有意把中断绑到一个 CPU，好让其他 CPU 不受打扰。',
    },
  };
}

/** The interrupts of several queues end on one CPU. */
export const irqImbalance: Rule = {
  id: 'irq-imbalance',
  layer: 'link',
  title: { en: 'Interrupts of several queues on one CPU', 'zh-CN': '多个队列的中断都在一个 CPU 上' },
  metrics: [interrupts, cpuSeconds],
  tunables: [],
  about: {
    feels: ['cpu', 'slow', 'drops'],
    symptom: {
      en: 'One CPU is busy with softirq though the card has several queues.',
      'zh-CN': '网卡有多个队列，却只有一个 CPU 忙于 softirq。',
    },
    reasoning: {
      en: 'One CPU takes more than 70 % of the interrupts of a device (cleared at 60 %), a thousand a second at least, and spends more than half of its time in softirq, while no single queue has more than half of them: then it is where queues are bound to, not how traffic is spread.',
      'zh-CN':
        '一个 CPU 承担设备超过 70 % 的中断（降到 60 % 解除），每秒至少一千次，且自己一半以上的时间在 softirq，而没有哪个队列占到一半以上：那么问题在队列绑到哪里，而不在流量如何分散。',
    },
    formula: { en: 'queues dealt out over the CPUs in turn', 'zh-CN': '各队列轮流分给各 CPU' },
    sources: [
      'Documentation/core-api/irq/irq-affinity.rst',
      'Documentation/networking/scaling.rst (RSS IRQ configuration)',
    ],
  },
  evaluate: (context, firing) =>
    [...queueInterrupts(context.window, WINDOW_SECONDS)].flatMap(
      ([device, lines]) => findingOf(context, device, lines, firing.has(device)) ?? [],
    ),
};
