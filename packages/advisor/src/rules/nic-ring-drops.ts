import { formatValue, ID, type Labels } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { deviceOf, settingsOf } from '../devices.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
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

interface Ring {
  readonly current: number;
  readonly proposed: number;
}

/** A larger ring where the card has one. */
function ringOf(context: RuleContext, device: string): Ring | 'largest' | undefined {
  const { current, max } = settingsOf(context, device)?.rings?.rx ?? {};
  if (current === undefined || max === undefined || current <= 0 || max <= 0) return undefined;
  const proposed = Math.min(max, pow2ceil(2 * current));
  return proposed > current ? { current, proposed } : 'largest';
}

function actionsOf(context: RuleContext, device: string): readonly string[] {
  const ring = ringOf(context, device);
  const faster =
    'Empty the ring sooner: more receive queues on more CPUs (ethtool -L), and no CPU whose softirq time is near 100 %.';
  if (ring === undefined)
    return [
      `Compare the ring with the largest one the card has: "ethtool -g ${device}"; if there is a larger one, "ethtool -G ${device} rx N".`,
      faster,
    ];
  if (ring === 'largest')
    return [`The ring is as large as the card allows, so a setting of the ring does not help. ${faster}`];
  return [
    `Enlarge the ring: "ethtool -G ${device} rx ${ring.proposed}" (2 x ${ring.current}, as a power of two, at most what the card has). Many drivers take the link down for some seconds meanwhile. It holds until the next boot; put it into the settings of the network manager.`,
    faster,
  ];
}

function findingOf(context: RuleContext, labels: Labels, open: boolean): Finding | undefined {
  const { window } = context;
  const device = deviceOf(labels);
  const lately = (metric: string) => window.delta(metric, LATELY_SECONDS, labels) ?? 0;
  if (!open && lately(MISSED) + lately(FIFO) === 0) return undefined;
  const [missed, fifo] = [window.delta(MISSED, WINDOW_SECONDS, labels), window.delta(FIFO, WINDOW_SECONDS, labels)];
  if (missed === undefined && fifo === undefined) return undefined;
  const lost = (missed ?? 0) + (fifo ?? 0);
  const arrived = lost + (window.delta(PACKETS, WINDOW_SECONDS, labels) ?? 0);
  const share = lost / Math.max(1, arrived);
  if (!isOver(share, LOST, open) || (!open && lost < MIN_LOST)) return undefined;
  if (!open && window.coveredSeconds(missed === undefined ? FIFO : MISSED, labels) < MIN_COVERED_SECONDS)
    return undefined;
  const size = settingsOf(context, device)?.rings?.rx.current;
  return {
    subject: device,
    severity: share > CRITICAL_SHARE ? 'critical' : 'warning',
    confidence: 'high',
    title: `${device} loses packets on arrival: its receive ring is full`,
    why: `The card puts each packet that arrives into a free place of its receive ring in memory${size === undefined ? '' : `, which has ${size}`}, and a CPU empties the ring in softirq. While the CPU is busy elsewhere, or a burst comes faster than it works, no place is free, and the card throws packets away. TCP sends them again and slows down; UDP loses them.`,
    where: `${device}: ${formatValue(lost, 'count')} of ${formatValue(arrived, 'count')} packets in the last five minutes (${formatValue(share, 'share')})`,
    evidence: [
      ...growthEvidence(window, { metric: MISSED, labels }, WINDOW_SECONDS),
      ...growthEvidence(window, { metric: FIFO, labels }, WINDOW_SECONDS),
      ...knownEvidence({ metric: PACKETS, labels }, window.delta(PACKETS, WINDOW_SECONDS, labels)),
    ],
    ...NO_CHANGE,
    actions: actionsOf(context, device),
    risk: 'Disruptive: the link may be gone for one to five seconds. A very large ring holds more packets than the caches of a CPU, and each of them waits longer.',
    expectedEffect: 'Bursts fit into the ring; rx_missed_errors stands still.',
    verify: `"ip -s -s link show ${device}" shows the same number under missed and fifo after five minutes of the same load.`,
    notWhen: `Pause frames are exchanged ("ethtool -I -a ${device}"), or one CPU is busy with packets all the time: then a larger ring only fills later.`,
  };
}

/** The receive ring of a card overflows. */
export const nicRingDrops: Rule = {
  id: 'nic-ring-drops',
  layer: 'link',
  title: 'Receive ring of a card overflows',
  metrics: [MISSED, FIFO, PACKETS],
  tunables: [],
  about: {
    symptom: 'Loss in bursts that no protocol counts, on one card.',
    reasoning:
      'At least ten packets, and more than 0.01 % of those that arrived, were missed by the card (rx_missed_errors, rx_fifo_errors) within five minutes; critical above 1 %. Cleared by five minutes without any. The present and the largest ring come from the card.',
    formula: 'a ring of twice the places, as a power of two, at most the largest of the card',
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
