import { formatRate, formatValue, ID } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import { type BusyCard, busiestCard } from '../busiestCard.ts';
import { NO_CHANGE } from '../change.ts';
import { knownEvidence, rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { type CpuShare, softirqCpus } from '../softirqCpus.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
const MIN_COVERED_SECONDS = 30;
/** Of the time of the busiest CPU. */
const BUSY = { fire: 0.8, clear: 0.6 };
const MIN_PACKETS_PER_SECOND = 1000;
const { cpuSeconds } = ID.softirq;

interface Channels {
  readonly kind: 'combined' | 'rx';
  readonly current: number;
  readonly wanted: number;
}

/** More queues, where the card has them and CPUs wait for them. */
export function moreChannels(channels: InterfaceDetails['channels'], cpuCount: number): Channels | undefined {
  for (const kind of ['combined', 'rx'] as const) {
    const { current, max } = channels?.[kind] ?? {};
    if (current === undefined || max === undefined || max <= 0) continue;
    const wanted = Math.min(max, cpuCount);
    if (current < wanted) return { kind, current, wanted };
  }
  return undefined;
}

function findingOf(
  context: RuleContext,
  card: BusyCard,
  { busy, channels }: { busy: CpuShare; channels: Channels },
): Finding {
  const { device, packetsPerSecond } = card;
  const { kind, current, wanted } = channels;
  const { cpuCount } = context.host;
  const queues = `${current} ${current === 1 ? 'queue' : 'queues'}`;
  return {
    subject: device,
    severity: 'warning',
    confidence: 'medium',
    title: `${device} gives all its packets to few CPUs: it uses ${queues} and has more`,
    why: `A card sorts what it receives into queues, connection by connection, and each queue is worked on by one CPU. ${device} uses ${queues} on a machine with ${cpuCount} CPUs, and CPU ${busy.cpu} spends ${formatValue(busy.share, 'share')} of its time in softirq, which is mostly receiving. When it has no time left, packets wait and get lost while other CPUs idle.`,
    where: `${device}: ${formatRate(packetsPerSecond, 'packets', { noun: true })}; CPU ${busy.cpu}: ${formatValue(busy.share, 'share')} in softirq`,
    evidence: [
      ...rateEvidence(context.window, { metric: ID.dev.rxPackets, labels: { device } }, WINDOW_SECONDS),
      ...knownEvidence({ metric: cpuSeconds, labels: { cpu: busy.cpu } }, Number(busy.share.toPrecision(3))),
    ],
    ...NO_CHANGE,
    actions: [
      `Use more queues: "ethtool -L ${device} ${kind} ${wanted}" (the smaller of what the card has and ${cpuCount} CPUs). Many drivers take the link down for some seconds meanwhile. On a machine with several memory nodes, as many as CPUs on the node of the card are enough.`,
      'A single fast connection stays on one queue all the same; then the CPU itself is the limit.',
    ],
    risk: 'Disruptive: the link may be gone for one to five seconds. Each queue takes memory for its rings.',
    expectedEffect: 'The work of receiving spreads over the CPUs, and none is full with it.',
    verify: `"mpstat -P ALL 5" shows similar %soft on several CPUs, and "grep ${device} /proc/interrupts" grows on all of them.`,
    notWhen: 'The CPUs are set aside for other work on purpose (isolcpus), or one connection makes all of the traffic.',
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const card = busiestCard(context, WINDOW_SECONDS);
  const [busy] = softirqCpus(context.window, WINDOW_SECONDS);
  if (card === undefined || busy === undefined || card.packetsPerSecond < MIN_PACKETS_PER_SECOND) return [];
  const open = firing.has(card.device);
  if (!open && context.window.coveredSeconds(cpuSeconds, { cpu: busy.cpu }) < MIN_COVERED_SECONDS) return [];
  const channels = moreChannels(card.settings.channels, context.host.cpuCount);
  return channels !== undefined && isOver(busy.share, BUSY, open) ? [findingOf(context, card, { busy, channels })] : [];
}

/** A card uses fewer queues than it has, and a CPU is full. */
export const nicChannels: Rule = {
  id: 'nic-channels',
  layer: 'link',
  title: 'Card uses fewer queues than it has',
  metrics: [ID.dev.rxPackets, cpuSeconds],
  tunables: [],
  about: {
    symptom: 'One CPU is busy with softirq while others idle, and the network does not get faster.',
    reasoning:
      'The busiest CPU spent more than 80 % of a minute in softirq (cleared at 60 %), and the card that receives most uses fewer queues than the smaller of what it has and the number of CPUs.',
    formula: 'queues = the smaller of the card’s most and the number of CPUs',
    sources: ['Documentation/networking/scaling.rst (RSS configuration)'],
  },
  evaluate,
};
