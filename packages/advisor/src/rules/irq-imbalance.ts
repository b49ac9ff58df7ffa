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
    title: `CPU ${crowded.name} takes ${formatValue(share, 'share')} of the interrupts of ${device}, which has several queues`,
    why: `Each queue of a card interrupts a CPU when packets are there, and that CPU works on them. ${device} spreads its traffic over its queues (the busiest has ${formatValue(queue.perSecond / total, 'share')}), but ${formatValue(share, 'share')} of the interrupts end on CPU ${crowded.name}, which spends ${formatValue(busy, 'share')} of its time in softirq: several queues are bound to the same CPU.`,
    where: `${device}: ${formatRate(crowded.perSecond, 'count')} of ${formatRate(total, 'count')} interrupts on CPU ${crowded.name}`,
    evidence: [
      ...knownEvidence({ metric: interrupts, labels: { device, cpu: crowded.name } }, Math.round(crowded.perSecond)),
      ...knownEvidence(
        { metric: cpuSeconds, labels: { cpu: crowded.name } },
        busy === undefined ? undefined : Number(busy.toPrecision(3)),
      ),
    ],
    ...NO_CHANGE,
    actions: [
      'Let irqbalance do it ("systemctl enable --now irqbalance"); many distributions have it.',
      `Or deal the queues out by hand, with irqbalance off: "${commandsFor(lines, crowded.name, host.cpuCount)}".`,
    ],
    risk: 'Risk 1 of 4. Takes effect with the next interrupt; some drivers manage their affinity themselves and refuse the write.',
    expectedEffect: 'The work of receiving spreads over the CPUs.',
    verify: `"grep ${device} /proc/interrupts" grows in several columns, and "mpstat -P ALL 5" shows similar %soft.`,
    notWhen: 'The interrupts are bound to one CPU on purpose, to keep the others undisturbed.',
  };
}

/** The interrupts of several queues end on one CPU. */
export const irqImbalance: Rule = {
  id: 'irq-imbalance',
  layer: 'link',
  title: 'Interrupts of several queues on one CPU',
  metrics: [interrupts, cpuSeconds],
  tunables: [],
  about: {
    symptom: 'One CPU is busy with softirq though the card has several queues.',
    reasoning:
      'One CPU takes more than 70 % of the interrupts of a device (cleared at 60 %), a thousand a second at least, and spends more than half of its time in softirq, while no single queue has more than half of them: then it is where queues are bound to, not how traffic is spread.',
    formula: 'queues dealt out over the CPUs in turn',
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
