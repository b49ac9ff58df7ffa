import { formatValue, ID, type Labels } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { deviceOf, isCard, settingsOf } from '../devices.ts';
import { growthEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 300;
const DAMAGED = ['link.stats64.rxCrcErrors', 'link.stats64.rxFrameErrors'] as const;
const CARRIER_LOST = 'link.stats64.carrierDownCount';
const PACKETS = ID.dev.rxPackets;
const MIN_DAMAGED = 10;
/** Of the frames that arrived. */
const SHARE = { fire: 0.00001, clear: 0 };
const CRITICAL_SHARE = 0.01;
/** Times that the link went down in five minutes. */
const OUTAGES = { fire: 1, clear: 0 };
const MIN_COVERED_SECONDS = 10;
/** What is not open yet is looked at closely only when something went wrong as lately as this. */
const LATELY_SECONDS = 60;

interface Seen {
  readonly damaged: number;
  readonly share: number;
  readonly outages: number;
}

const TROUBLES = [...DAMAGED, CARRIER_LOST];

function seenOf({ window }: RuleContext, labels: Labels): Seen {
  const grown = (metric: string) => window.delta(metric, WINDOW_SECONDS, labels) ?? 0;
  const damaged = DAMAGED.reduce((sum, metric) => sum + grown(metric), 0);
  return { damaged, share: damaged / Math.max(1, damaged + grown(PACKETS)), outages: grown(CARRIER_LOST) };
}

function transceiverOf(context: RuleContext, device: string): string {
  const link = settingsOf(context, device)?.link;
  const fibre = link?.port === 'FIBRE' || link?.port === 'Direct Attach Copper';
  if (fibre) return `Look at the light and the module: "ethtool -m ${device}"; clean the connectors.`;
  return `Copper: use a cable of category 5e or better, away from power lines; "ethtool ${device}" must show the speed that both ends have.`;
}

function findingOf(context: RuleContext, labels: Labels, open: boolean): Finding | undefined {
  const { window } = context;
  const device = deviceOf(labels);
  if (!isCard(context, device)) return undefined;
  if (!open && TROUBLES.every((metric) => !window.delta(metric, LATELY_SECONDS, labels))) return undefined;
  if (!open && window.coveredSeconds(PACKETS, labels) < MIN_COVERED_SECONDS) return undefined;
  const { damaged, share, outages } = seenOf(context, labels);
  const spoilt = isOver(share, SHARE, open) && (open || damaged >= MIN_DAMAGED);
  if (!spoilt && !isOver(outages, OUTAGES, open)) return undefined;
  const { link, fec } = settingsOf(context, device) ?? {};
  const uncorrectable = fec?.uncorrectableBlocks ?? 0;
  return {
    subject: device,
    severity: share > CRITICAL_SHARE ? 'critical' : 'warning',
    confidence: 'high',
    title: spoilt
      ? `${device} receives damaged frames: the cable, the module or the port is bad`
      : `The link of ${device} comes and goes`,
    why: `Each frame carries a checksum, and the card throws away one that does not match or has no whole bytes. ${spoilt ? `${formatValue(damaged, 'count')} frames were damaged in the last five minutes, ${formatValue(share, 'share')} of those that arrived. ` : ''}${outages > 0 ? `The link went down ${outages} times in that time, and everything sent meanwhile is lost. ` : ''}That happens on the wire and not in the kernel; TCP takes such loss for a full path and slows down far below what the link could carry.${uncorrectable > 0 ? ` Error correction could not repair ${uncorrectable} blocks since the driver was loaded.` : ''}`,
    where: `${device}${link?.speedMbit === undefined ? '' : ` at ${formatValue(link.speedMbit, 'mbit/s')}`}: ${formatValue(damaged, 'count')} damaged frames, ${outages} outages in five minutes`,
    evidence: [...DAMAGED, CARRIER_LOST, PACKETS].flatMap((metric) =>
      growthEvidence(window, { metric, labels }, WINDOW_SECONDS),
    ),
    ...NO_CHANGE,
    actions: [
      'Change the cable first, then the module, then the port of the switch, one at a time, and watch the counter after each.',
      transceiverOf(context, device),
      'Compare with the counters of the switch port: errors on one side only tell which direction is bad.',
    ],
    risk: 'No sysctl mends it; larger buffers or another congestion control only hide it.',
    expectedEffect: 'Frames arrive whole, and TCP on this path no longer sends again.',
    verify: `"ip -s -s link show ${device}" shows the same number under crc and frame after five minutes of traffic.`,
    notWhen: 'Somebody plugged the cable just now, or the switch was restarted.',
  };
}

/** Frames are damaged on the wire, or the link comes and goes. */
export const linkErrors: Rule = {
  id: 'link-errors',
  layer: 'link',
  title: 'Damaged frames or an unsteady link',
  metrics: [...DAMAGED, CARRIER_LOST, PACKETS],
  tunables: [],
  about: {
    symptom: 'One link is slow or unsteady, whatever the settings.',
    reasoning:
      'At least ten frames, and more than 0.001 % of those that arrived, with a wrong checksum or alignment within five minutes (critical above 1 %), or two outages of the link. Cleared by five minutes without either. Cards only.',
    formula: '',
    sources: ['Documentation/networking/statistics.rst (rx_crc_errors, rx_frame_errors)', 'IEEE 802.3, clause 30'],
  },
  evaluate: (context, firing) =>
    context.window
      .labelsOf(PACKETS)
      .flatMap((labels) => findingOf(context, labels, firing.has(deviceOf(labels))) ?? []),
};
