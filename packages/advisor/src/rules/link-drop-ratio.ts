import { formatValue, ID, type Labels } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { deviceOf } from '../devices.ts';
import { growthEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const DROPPED = 'link.stats64.rxDropped';
const PACKETS = ID.dev.rxPackets;
const WINDOW_SECONDS = 300;
const MIN_PACKETS = 10_000;
const MIN_COVERED_SECONDS = 60;
/** Of the packets that arrived. */
const WIRED = { fire: 0.02, clear: 0.01 };
const WIRELESS = { fire: 0.1, clear: 0.05 };

function findingOf({ window }: RuleContext, labels: Labels, open: boolean): Finding | undefined {
  const device = deviceOf(labels);
  const dropped = window.delta(DROPPED, WINDOW_SECONDS, labels);
  const packets = window.delta(PACKETS, WINDOW_SECONDS, labels);
  if (dropped === undefined || packets === undefined || dropped + packets < MIN_PACKETS) return undefined;
  // The driver's drops were never packets of the device, the stack's were.
  const share = dropped / Math.max(dropped, packets);
  if (!isOver(share, /^wl/.test(device) ? WIRELESS : WIRED, open)) return undefined;
  if (!open && window.coveredSeconds(DROPPED, labels) < MIN_COVERED_SECONDS) return undefined;
  return {
    subject: device,
    severity: 'info',
    confidence: 'low',
    title: `${device} drops ${formatValue(share, 'share')} of what arrives, before any protocol counts it`,
    why: `Two very different things are counted here as dropped on arrival. The driver may have found no memory for a packet or no room in a queue, which loses what somebody waits for. Or the kernel knows no protocol for it: frames of switches (LLDP, spanning tree), of VLANs that this host does not use, of IPv6 where it is off. Those are dropped rightly. ${formatValue(dropped, 'count')} packets were dropped in the last five minutes.`,
    where: `${device}: ${formatValue(dropped, 'count')} dropped, ${formatValue(packets, 'count')} received in five minutes`,
    evidence: [
      ...growthEvidence(window, { metric: DROPPED, labels }, WINDOW_SECONDS),
      ...growthEvidence(window, { metric: PACKETS, labels }, WINDOW_SECONDS),
    ],
    ...NO_CHANGE,
    actions: [
      'Watch the reasons: the table of dropped packets on the page of the link layer names the place in the kernel. "unhandled proto" means that nobody here wants them.',
      `Or look what arrives that is neither IP nor ARP: "tcpdump -eni ${device} not ip and not ip6 and not arp". If that is as much as is dropped, nothing is lost.`,
      `Otherwise look at what the driver counts: "ethtool -S ${device} | grep -i -e drop -e alloc -e nobuf".`,
    ],
    risk: 'None: this is a look, not a change.',
    expectedEffect: 'It is clear whether anything is lost that somebody waits for.',
    verify: `"ip -s -s link show ${device}" shows how fast "dropped" grows.`,
    notWhen: 'The link carries much traffic of other VLANs or protocols, as behind a mirror port.',
  };
}

/** Many packets are dropped on arrival, for a reason that the counter does not tell. */
export const linkDropRatio: Rule = {
  id: 'link-drop-ratio',
  layer: 'link',
  title: 'Many packets dropped on arrival',
  metrics: [DROPPED, PACKETS],
  tunables: [],
  about: {
    symptom: 'The dropped counter of a device grows, and nobody knows whether anything is missing.',
    reasoning:
      'More than 2 % of at least 10,000 packets in five minutes (10 % on wireless), cleared at half. As unknown protocols are counted too, it is told with low confidence, and not apart where the backlog or a ring overflows.',
    formula: '',
    sources: [
      'Documentation/networking/statistics.rst (rx_dropped)',
      'net/core/dev.c of the kernel (__netif_receive_skb_core)',
    ],
  },
  yieldsTo: ['softnet-dropped', 'nic-ring-drops'],
  evaluate: (context, firing) =>
    context.window
      .labelsOf(DROPPED)
      .flatMap((labels) => findingOf(context, labels, firing.has(deviceOf(labels))) ?? []),
};
