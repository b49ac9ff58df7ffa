import { formatRate, ID, type Labels } from '@netstrata/metrics';
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
    title: (device: string) => `${device} is told to stop sending: the network ahead of it is full`,
    cause:
      'the other end, mostly the switch, had no room left for what this host sends: a slower port further on, or another receiver that cannot keep up, fills its buffer. All that this host sends waits meanwhile, also to those who could take it',
    actions: [
      'Find the slow receiver: the port of the switch that sends pause frames to others, or has most drops, leads to it.',
      'If one slow receiver holds up all others, switch flow control off at the switch port, so that only its own traffic is lost.',
    ],
  },
  {
    way: 'sent',
    metric: ID.pause.txFrames,
    title: (device: string) => `${device} asks the other end to stop: this host does not take packets fast enough`,
    cause:
      'the receive ring of this card was nearly full, as the CPU that empties it was busy. Nothing is lost here, but the switch holds back what is for this host, and perhaps what is for others too',
    actions: [
      'Empty the ring sooner: look for a CPU near 100 % in softirq, use more receive queues ("ethtool -L"), and then a larger ring ("ethtool -G").',
      'The advice on rings and queues of this card, where it is open, is the root.',
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
    why: `With flow control an end of a link that runs out of room sends a pause frame, and the other end stops for a moment instead of having its packets dropped. ${device} ${way} ${rate} of them over the last minute: ${cause}.`,
    where: `${device}: ${rate} ${way}`,
    evidence: rateEvidence(window, { metric, labels }, WINDOW_SECONDS),
    ...NO_CHANGE,
    actions,
    risk: `Without flow control ("ethtool -A ${device} rx off tx off") packets are dropped instead of held back; storage networks (RoCE, FCoE) need it.`,
    expectedEffect: 'The link no longer stands still, and delays get even.',
    verify: `"ethtool -I -a ${device}" shows the same numbers after a minute of traffic.`,
    notWhen: 'The network is meant to lose nothing (storage), and short pauses are part of it.',
  };
}

/** A link stands still because one end is full. */
export const pauseFrames: Rule = {
  id: 'pause-frames',
  layer: 'link',
  title: 'Link paused by flow control',
  metrics: [ID.pause.rxFrames, ID.pause.txFrames],
  tunables: [],
  about: {
    symptom: 'Sending stalls for moments though the link has room and nothing is lost.',
    reasoning:
      'More than ten pause frames a second over a minute, received or sent; a warning above 100; cleared at one.',
    formula: '',
    sources: ['IEEE 802.3, annex 31B', 'Documentation/networking/ethtool-netlink.rst (PAUSE_GET)'],
  },
  evaluate: (context, firing) =>
    WAYS.flatMap((way) =>
      context.window
        .labelsOf(way.metric)
        .flatMap((labels) => findingOf(context, labels, way, firing.has(`${deviceOf(labels)} ${way.way}`)) ?? []),
    ),
};
