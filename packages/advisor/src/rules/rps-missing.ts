import { formatRate, formatValue, ID } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import { type BusyCard, busiestCard } from '../busiestCard.ts';
import { NO_CHANGE } from '../change.ts';
import { knownEvidence, rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
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
  const part = helpers.length === all.length ? 'all CPUs' : `all CPUs but CPU ${busy.cpu}, which takes the interrupts`;
  return {
    subject: device,
    severity: 'warning',
    confidence: 'medium',
    title: `CPU ${busy.cpu} alone works on the packets of ${device}, and others could help`,
    why: `${device} has ${queueCount} receive ${queueCount === 1 ? 'queue' : 'queues'} for ${cpuCount} CPUs, so at most as many CPUs take its packets. CPU ${busy.cpu} spends ${formatValue(busy.share, 'share')} of its time in softirq, CPU ${idle.cpu} ${formatValue(idle.share, 'share')}. Receive packet steering (RPS) lets the CPU that takes a packet from the card hand it to another one, by connection, for IP and TCP; it is off here.`,
    where: `${device}: ${formatRate(packetsPerSecond, 'packets', { noun: true })}; CPU ${busy.cpu}: ${formatValue(busy.share, 'share')} in softirq`,
    evidence: [
      ...rateEvidence(window, { metric: ID.dev.rxPackets, labels: { device } }, WINDOW_SECONDS),
      ...[busy, idle].flatMap(({ cpu, share }) =>
        knownEvidence({ metric: cpuSeconds, labels: { cpu } }, Number(share.toPrecision(3))),
      ),
    ],
    ...NO_CHANGE,
    actions: [
      `Steer to ${part}: "for q in /sys/class/net/${device}/queues/rx-*; do echo ${cpuMask(helpers)} > $q/rps_cpus; done" (a bit for each CPU, hexadecimal). It works at once; 0 puts it back.`,
      'On a machine with several memory nodes, leave out the CPUs of the nodes that the card is not attached to.',
    ],
    risk: 'CPUs wake each other with interrupts of their own; at low rates that costs more than it wins.',
    expectedEffect: 'The softirq time spreads, and the busiest CPU has room again.',
    verify:
      '"mpstat -P ALL 5" shows similar %soft on the CPUs, and received_rps of /proc/net/softnet_stat grows (column 10).',
    notWhen:
      'Each CPU has a queue of its own already (RSS), or one connection makes all of the traffic: it stays on one CPU.',
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const card = busiestCard(context, WINDOW_SECONDS);
  const cpus = softirqCpus(context.window, WINDOW_SECONDS);
  const [busy] = cpus;
  const idle = cpus.at(-1);
  if (card === undefined || busy === undefined || idle === undefined || idle === busy) return [];
  const { queues, channels } = card.settings;
  const open = firing.has(card.device);
  if (card.packetsPerSecond < MIN_PACKETS_PER_SECOND || !isOver(busy.share, BUSY, open)) return [];
  if (idle.share >= (open ? IDLE.stillBelow : IDLE.below)) return [];
  if (!open && context.window.coveredSeconds(cpuSeconds, { cpu: busy.cpu }) < MIN_COVERED_SECONDS) return [];
  if (!steersNothing(queues) || queues.rxCount >= context.host.cpuCount) return [];
  // Queues of the card are the better way, and the advice on them says so.
  if (moreChannels(channels, context.host.cpuCount) !== undefined) return [];
  return [findingOf(context, card, { busy, idle })];
}

/** One CPU receives, others idle, and nothing is steered. */
export const rpsMissing: Rule = {
  id: 'rps-missing',
  layer: 'link',
  title: 'One CPU receives for all',
  metrics: [ID.dev.rxPackets, cpuSeconds],
  tunables: [],
  about: {
    symptom: 'One CPU is busy with softirq while others idle, and the card has no more queues.',
    reasoning:
      'Over a minute the busiest CPU spent more than 80 % of its time in softirq (cleared at 60 %) and the idlest less than 40 %, at 10,000 packets a second or more; the card has fewer queues than CPUs and no more to give, and rps_cpus is 0 for all of them.',
    formula: 'a mask of all CPUs, from four CPUs on without the one that takes the interrupts',
    sources: ['Documentation/networking/scaling.rst (RPS: receive packet steering)'],
  },
  evaluate,
};
