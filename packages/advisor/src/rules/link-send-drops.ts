import { formatValue, ID, type Labels } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { deviceOf, settingsOf } from '../devices.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { pow2ceil } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const DROPPED = ID.dev.txDropped;
const PACKETS = ID.dev.txPackets;
const LENGTH = 'link.netClass.txQueueLen';
const WINDOW_SECONDS = 60;
const MIN_COVERED_SECONDS = 10;
const MIN_DROPS = 10;
const MIN_PACKETS = 1000;
/** Of the packets that the device was given. */
const SHARE = { fire: 0.01, clear: 0.001 };
/** What the kernel starts a device with, unless its driver says less. */
const USUAL_LENGTH = 1000;
const MOST_LENGTH = 10_000;

/** A TUN or TAP device keeps as many packets as txqueuelen for the program behind it. */
const isTun = (context: RuleContext, device: string): boolean => settingsOf(context, device)?.driver?.name === 'tun';

function actionsOf(context: RuleContext, device: string): readonly string[] {
  const length = context.window.last(LENGTH, { device });
  if (!isTun(context, device))
    return [
      `See what the driver counts: "ethtool -S ${device} | grep -i -e drop -e err -e busy", and "ip -s -s link show ${device}" for errors and carrier losses beside.`,
      'A link that is down, a peer of a pair (veth) that does not take packets, and a packet larger than the device can are the usual reasons.',
    ];
  const program =
    'The program behind it (VPN, virtual machine) reads too slowly: give it a CPU of its own, more queues where it can (multi_queue), or fewer packets.';
  const wanted = Math.min(MOST_LENGTH, Math.max(USUAL_LENGTH, pow2ceil(2 * (length ?? 0))));
  if (length === undefined || wanted <= length) return [program];
  return [
    `Let more packets wait for the program: "ip link set dev ${device} txqueuelen ${wanted}" (twice the ${length} of now, as a power of two, within ${USUAL_LENGTH} and ${MOST_LENGTH}). It holds bursts, no lasting excess.`,
    program,
  ];
}

function findingOf(context: RuleContext, labels: Labels, open: boolean): Finding | undefined {
  const { window } = context;
  const device = deviceOf(labels);
  const dropped = window.delta(DROPPED, WINDOW_SECONDS, labels);
  const sent = window.delta(PACKETS, WINDOW_SECONDS, labels);
  if (dropped === undefined || sent === undefined) return undefined;
  const all = dropped + sent;
  const share = dropped / Math.max(1, all);
  if (!isOver(share, SHARE, open) || (!open && (dropped < MIN_DROPS || all < MIN_PACKETS))) return undefined;
  if (!open && window.coveredSeconds(DROPPED, labels) < MIN_COVERED_SECONDS) return undefined;
  const behind = isTun(context, device)
    ? 'Behind this device is a program, such as a VPN or a virtual machine: packets wait for it in a queue of txqueuelen places, and what comes while that is full is thrown away.'
    : 'The queue before the device let them pass, and its driver then had no room, no link or no other end for them.';
  return {
    subject: device,
    severity: 'warning',
    confidence: 'high',
    title: `${device} drops ${formatValue(share, 'share')} of what is sent by it, after its queue`,
    why: `A packet to send passes the queueing discipline and is then given to the driver of the device. ${behind} TCP has to send it again, UDP loses it; no counter of TCP or IP tells that it was lost on this host.`,
    where: `${device}: ${formatValue(dropped, 'count')} of ${formatValue(all, 'count')} packets in the last minute`,
    evidence: [
      ...growthEvidence(window, { metric: DROPPED, labels }, WINDOW_SECONDS),
      ...growthEvidence(window, { metric: PACKETS, labels }, WINDOW_SECONDS),
      ...lastEvidence(window, { metric: LENGTH, labels }),
    ],
    ...NO_CHANGE,
    actions: actionsOf(context, device),
    risk: 'Packets wait longer in a longer queue.',
    expectedEffect: 'What is sent leaves the host.',
    verify: `"ip -s link show ${device}" shows the same number below TX dropped after a minute of the same load.`,
    notWhen: 'The device leads nowhere on purpose, or its link is down and everybody knows.',
  };
}

/** A device drops what it is given to send. */
export const linkSendDrops: Rule = {
  id: 'link-send-drops',
  layer: 'link',
  title: 'A device drops what it is given to send',
  metrics: [DROPPED, PACKETS, LENGTH],
  tunables: [],
  about: {
    symptom: 'Packets vanish between this host and a container, virtual machine or VPN, with nothing lost on the wire.',
    reasoning:
      'More than 1 % of the packets that a device was given within a minute are counted as dropped on sending, ten at least of a thousand; cleared at 0.1 %. What its queueing discipline drops is another counter.',
    formula: 'for TUN and TAP: txqueuelen twice the present one, as a power of two, within 1,000 and 10,000',
    sources: ['Documentation/networking/statistics.rst (tx_dropped)', 'drivers/net/tun.c of the kernel (tun_net_xmit)'],
  },
  evaluate: (context, firing) =>
    context.window
      .labelsOf(DROPPED)
      .flatMap((labels) => findingOf(context, labels, firing.has(deviceOf(labels))) ?? []),
};
