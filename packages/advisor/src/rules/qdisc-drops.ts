import { formatValue, ID } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { isCard, settingsOf } from '../devices.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { isSignal, type Losing, losingQdiscs } from '../qdiscs.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const FLOW_LIMIT_DROPS = 'link.fq.flowsPlimit';
const WINDOW_SECONDS = 60;
const MIN_DROPS = 10;
const MIN_PACKETS = 1000;
/** Of the packets that came to the queue. */
const PLAIN = { fire: 0.001, clear: 0.0001 };
/** Queues that drop to slow senders down, and those behind a rate that somebody set, lose some on purpose. */
const ON_PURPOSE = { fire: 0.01, clear: 0.005 };
const QUEUE_SECONDS = 0.01;
const BITS_PER_MBIT = 1e6;
const PACKET_BYTES = 1500;

const FAIR = 'fq_codel keeps flows apart and drops from the one that fills the queue; fq does too, and paces.';

/** Packets that a link sends in 10 ms, within 1,000 and 10,000: the arithmetic is part of the text. */
function lengthAction(context: RuleContext, device: string): string {
  // What a virtual device says of its speed means nothing.
  const speed = isCard(context, device) ? context.window.last(ID.dev.speedMbit, { device }) : undefined;
  const mtu = context.window.last('link.netClass.mtuBytes', { device }) ?? PACKET_BYTES;
  if (speed === undefined || speed <= 0 || mtu <= 0)
    return `If short bursts are all that is lost, a longer queue holds them: "ip link set dev ${device} txqueuelen 2000"; each packet in it waits.`;
  const inTime = Math.round((speed * BITS_PER_MBIT * QUEUE_SECONDS) / 8 / mtu);
  const length = Math.min(10_000, Math.max(1000, inTime));
  return `If short bursts are all that is lost, a longer queue holds them: "ip link set dev ${device} txqueuelen ${length}" (${formatValue(speed, 'mbit/s')} x 10 ms / ${mtu} bytes = ${inTime} packets, within 1,000 and 10,000).`;
}

function actionsOf(context: RuleContext, losing: Losing): readonly string[] {
  const { device, kind, handle, shaped, labels } = losing;
  const show = `"tc -s qdisc show dev ${device}"`;
  const byFlow = context.window.delta(FLOW_LIMIT_DROPS, WINDOW_SECONDS, labels) ?? 0;
  if (shaped)
    return [
      `More is sent than the rate that somebody set lets through. If the rate is what the line has, send less or wait longer: a TCP sender adapts, a UDP sender must be told. If it is lower than the line, raise it; ${show} names it.`,
      `If senders do adapt and single bursts are lost, the queue behind the rate is too short: give it 50 ms ("tc qdisc change dev ${device} … ${kind} … latency 50ms" for tbf, a larger limit for a fifo), or fq_codel as its child.`,
    ];
  if (kind === 'fq' && byFlow > losing.drops / 2)
    return [
      `Single flows reach the ${byFlow} packets of flow_limit that fq keeps of each: "tc qdisc change dev ${device} handle ${handle} fq flow_limit 200" (twice the default of 100).`,
      'A single UDP sender that does not wait is dropped rightly: have it pace itself (SO_MAX_PACING_RATE).',
    ];
  if (isSignal(kind))
    return [
      `${kind} drops so that senders slow down; this many mean that they do not: look for UDP or for hundreds of flows at once with "ss -tinu".`,
      `If the link is full (compare ${show} with its speed), only less traffic or a faster link helps.`,
    ];
  return [
    `Let one bulk sender no longer push out all others: "tc qdisc replace dev ${device} root fq_codel". ${FAIR}`,
    lengthAction(context, device),
    'If the link is full all the time, no queue is long enough: send less, or get a faster link.',
  ];
}

function findingOf(context: RuleContext, losing: Losing, open: boolean): Finding | undefined {
  const { window } = context;
  const { device, kind, handle, drops, packets, shaped, labels } = losing;
  const share = drops / Math.max(1, drops + packets);
  const threshold = shaped || isSignal(kind) ? ON_PURPOSE : PLAIN;
  if (!isOver(share, threshold, open)) return undefined;
  if (!open && (drops < MIN_DROPS || drops + packets < MIN_PACKETS)) return undefined;
  const speed = isCard(context, device) ? settingsOf(context, device)?.link?.speedMbit : undefined;
  return {
    subject: device,
    severity: 'warning',
    confidence: shaped ? 'medium' : 'high',
    title: shaped
      ? `${device} drops packets to send: more than the set rate lets through`
      : `${device} drops packets to send: its queue (${kind}) is full`,
    why: `Packets to send wait in the queueing discipline of their device, here ${kind}, until the card takes them. ${shaped ? 'A rate was set for it on purpose (a shaper), so that it holds packets back; that is wanted and loses nothing, as long as the queue behind it has room.' : 'It fills when programs send faster than the link for longer than the queue is long.'} What comes to a full queue is thrown away on this host, before it ever was on the wire: TCP has to send it again, UDP loses it.`,
    where: `${device} (${kind} ${handle}): ${formatValue(drops, 'count')} of ${formatValue(drops + packets, 'count')} packets in the last minute (${formatValue(share, 'share')})${speed === undefined ? '' : `, at ${formatValue(speed, 'mbit/s')}`}`,
    evidence: [
      ...growthEvidence(window, { metric: ID.qdisc.drops, labels }, WINDOW_SECONDS),
      ...growthEvidence(window, { metric: ID.qdisc.overlimits, labels }, WINDOW_SECONDS),
      ...knownEvidence({ metric: ID.qdisc.packets, labels }, packets),
    ],
    ...NO_CHANGE,
    actions: actionsOf(context, losing),
    risk: 'Another qdisc throws away what waits in the old one. A longer queue makes every packet wait longer (bufferbloat); net.core.default_qdisc holds for new devices only.',
    expectedEffect: 'Bursts are held instead of dropped, and one sender no longer costs all others their packets.',
    verify: `"tc -s qdisc show dev ${device}" shows "dropped" unchanged after a minute of the same load.`,
    notWhen: 'Somebody limits this device on purpose and means the loss, as against a flood.',
  };
}

/** The queue before a device drops. */
export const qdiscDrops: Rule = {
  id: 'qdisc-drops',
  layer: 'link',
  title: 'Packets to send are dropped by the queue of a device',
  metrics: [
    ID.qdisc.drops,
    ID.qdisc.packets,
    ID.qdisc.overlimits,
    FLOW_LIMIT_DROPS,
    ID.dev.speedMbit,
    'link.netClass.mtuBytes',
  ],
  tunables: [],
  about: {
    symptom: 'Retransmissions while the network outside loses nothing, when much is sent at once.',
    reasoning:
      'More than 0.1 % of the packets of a queue dropped within a minute, ten at least of a thousand; cleared at 0.01 %. Queues that drop as a signal (fq_codel, cake, red …) and those behind a shaper (tbf, htb …) may lose 1 %, cleared at 0.5 %: holding back is what they are for, and overlimits are never counted against them. netem and filters on arrival lose on purpose.',
    formula: 'txqueuelen = speed x 10 ms / MTU, within 1,000 and 10,000',
    sources: ['tc-fq_codel(8), tc-fq(8), tc-tbf(8)', 'Documentation/admin-guide/sysctl/net.rst (default_qdisc)'],
  },
  evaluate: (context, firing) =>
    losingQdiscs(context, WINDOW_SECONDS).flatMap(
      (losing) => findingOf(context, losing, firing.has(losing.device)) ?? [],
    ),
};
