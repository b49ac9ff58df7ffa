import { endpoint, formatValue, ID, type Labels, type SocketRow } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { deviceOf, isCard } from '../devices.ts';
import { lastEvidence, rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
const MIN_COVERED_SECONDS = 30;
const USE = { fire: 0.9, clear: 0.85 };
/** More than the speed is no full link but a speed that says nothing. */
const BELIEVABLE = 1.1;
const BYTES_PER_MBIT = 1e6 / 8;
const SPEED = ID.dev.speedMbit;

const DIRECTIONS = [
  { way: 'sending', metric: ID.dev.txBytes },
  { way: 'receiving', metric: ID.dev.rxBytes },
] as const;
type Direction = (typeof DIRECTIONS)[number];

/** The socket that sends most, of those in the newest dump. */
function loudest({ sockets }: RuleContext): SocketRow | undefined {
  const [most] = (sockets.at(-1)?.senders ?? []).toSorted(
    (a, b) => (b.txBytesPerSecond ?? 0) - (a.txBytesPerSecond ?? 0),
  );
  return (most?.txBytesPerSecond ?? 0) > 0 ? most : undefined;
}

function findingOf(
  context: RuleContext,
  labels: Labels,
  { way, metric }: Direction,
  firing: ReadonlySet<string>,
): Finding | undefined {
  const { window } = context;
  const device = deviceOf(labels);
  const subject = `${device} ${way}`;
  const open = firing.has(subject);
  const speed = window.last(SPEED, labels);
  const perSecond = window.rate(metric, WINDOW_SECONDS, labels);
  if (speed === undefined || speed <= 0 || perSecond === undefined) return undefined;
  const use = perSecond / (speed * BYTES_PER_MBIT);
  if (!isOver(use, USE, open) || use > BELIEVABLE) return undefined;
  if (!open && window.coveredSeconds(metric, labels) < MIN_COVERED_SECONDS) return undefined;
  const most = way === 'sending' ? loudest(context) : undefined;
  const by =
    most === undefined
      ? ''
      : `; most of it ${formatValue(most.txBytesPerSecond, 'bytes/s')} to ${endpoint(most.remote, most.remotePort)}`;
  return {
    subject,
    severity: 'warning',
    confidence: 'high',
    title: `${device} is full: it uses ${formatValue(use, 'share')} of its speed for ${way}`,
    why: `${device} was ${way} ${formatValue(perSecond, 'bytes/s')} over the last minute, and the link carries ${formatValue(speed, 'mbit/s')} each way, headers of frames included. What comes on top has to wait in a queue or is dropped, so every program on this path gets slower, and retransmissions, delays and full send buffers are only its symptoms.`,
    where: `${device}: ${formatValue(perSecond, 'bytes/s')} of ${formatValue(speed, 'mbit/s')}${by}`,
    evidence: [
      ...rateEvidence(window, { metric, labels }, WINDOW_SECONDS),
      ...lastEvidence(window, { metric: SPEED, labels }),
    ],
    ...NO_CHANGE,
    actions: [
      'Send less at once: move backups to the night or give them a rate ("tc qdisc … tbf", rsync --bwlimit), compress, or serve from a cache.',
      `Or more capacity: a faster port, or a second one in a bond. "iftop -i ${device}" or the sockets page shows who uses it.`,
      way === 'sending'
        ? `So that one bulk sender does not delay all others: "tc qdisc replace dev ${device} root fq_codel".`
        : 'The queue that fills is at the other end of the link: shaping has to happen there.',
    ],
    risk: 'No sysctl makes a link faster; larger buffers only make everybody wait longer.',
    expectedEffect: 'The link has room again, and delays and retransmissions go down with it.',
    verify: `"sar -n DEV 5" shows %ifutil of ${device} below 85.`,
    notWhen: 'One large transfer is meant to use the link fully, and nothing else suffers.',
  };
}

/** A link carries all that it can. */
export const linkUtilisation: Rule = {
  id: 'link-utilisation',
  layer: 'link',
  title: 'Link is full',
  metrics: [ID.dev.txBytes, ID.dev.rxBytes, SPEED],
  tunables: [],
  about: {
    symptom: 'Everything over one link is slow at the same hours.',
    reasoning:
      'More than 90 % of the negotiated speed in one direction over a minute; cleared at 85 %. Cards only: the speed that virtual devices report says nothing.',
    formula: '',
    sources: ['Documentation/ABI/testing/sysfs-class-net (speed)', 'ethtool(8)'],
  },
  evaluate: (context, firing) =>
    context.window
      .labelsOf(ID.dev.txBytes)
      .filter((labels) => isCard(context, deviceOf(labels)))
      .flatMap((labels) => DIRECTIONS.flatMap((direction) => findingOf(context, labels, direction, firing) ?? [])),
};
