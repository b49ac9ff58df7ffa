import { formatValue, ID } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import { NO_CHANGE } from '../change.ts';
import { rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
/** Bytes a second in the direction that the offload helps: 400 Mbit/s. */
const TRAFFIC = { fire: 50_000_000, clear: 25_000_000 };

/** By the kernel's names, with the word that ethtool -K takes. */
const OFFLOADS = [
  { feature: 'rx-gro', word: 'gro', way: 'rx', does: 'merging of received packets' },
  { feature: 'rx-checksum', word: 'rx', way: 'rx', does: 'checking of received checksums' },
  { feature: 'tx-checksum-ip-generic', word: 'tx', way: 'tx', does: 'making of checksums' },
  { feature: 'tx-generic-segmentation', word: 'gso', way: 'tx', does: 'cutting into packets as late as possible' },
  { feature: 'tx-tcp-segmentation', word: 'tso', way: 'tx', does: 'cutting of TCP into packets by the card' },
] as const;
type Offload = (typeof OFFLOADS)[number];

/** Those that the device could do and that somebody switched off. */
function switchedOff({ features = [] }: InterfaceDetails): readonly Offload[] {
  return OFFLOADS.filter(({ feature }) =>
    features.some(({ name, on, wanted, fixed }) => name === feature && !on && !wanted && !fixed),
  );
}

function findingOf(context: RuleContext, settings: InterfaceDetails, open: boolean): Finding | undefined {
  const { window } = context;
  const { device } = settings;
  const labels = { device };
  const metrics = { rx: ID.dev.rxBytes, tx: ID.dev.txBytes } as const;
  const off = switchedOff(settings).filter(({ way }) =>
    isOver(window.rate(metrics[way], WINDOW_SECONDS, labels), TRAFFIC, open),
  );
  if (off.length === 0) return undefined;
  const words = off.map(({ word }) => `${word} on`).join(' ');
  const names = off.map(({ does, word }) => `${does} (${word})`).join(', ');
  const ways = [...new Set(off.map(({ way }) => way))];
  const rates = ways.map(
    (way) =>
      `${way === 'rx' ? 'receives' : 'sends'} ${formatValue(window.rate(metrics[way], WINDOW_SECONDS, labels), 'bytes/s')}`,
  );
  return {
    subject: device,
    severity: 'info',
    confidence: 'medium',
    title: `${device} leaves work to the CPU that it could do itself: ${off.map(({ word }) => word).join(', ')} off`,
    why: `A card and its driver can take work off the CPU: with it the kernel handles up to 64 kB at once instead of 1,500 bytes, and reads no byte for checksums. On ${device} these are off though it can do them: ${names}. It ${rates.join(' and ')}, so the CPU walks the whole stack for each single packet.`,
    where: `${device}: ${rates.join(', ')}`,
    evidence: ways.flatMap((way) => rateEvidence(window, { metric: metrics[way], labels }, WINDOW_SECONDS)),
    ...NO_CHANGE,
    actions: [
      `Switch it on: "ethtool -K ${device} ${words}". It works at once and "off" puts it back; put it into the settings of the network manager to keep it.`,
      'If somebody switched it off for a reason (a faulty driver, exact captures with tcpdump), ask before.',
    ],
    risk: 'A driver with a flaw may send wrong checksums or stall; watch errors and retransmissions for some minutes. LRO is another thing and stays off where packets are forwarded.',
    expectedEffect: 'Less CPU time in softirq for the same traffic.',
    verify: `"ethtool -k ${device}" shows them on, and "mpstat -P ALL 5" less %soft under the same load.`,
    notWhen: 'Packets are captured as they are on the wire, or delay counts more than throughput.',
  };
}

/** Offloads that a card has and does not use. */
export const offloadOff: Rule = {
  id: 'offload-off',
  layer: 'link',
  title: 'Card leaves work to the CPU',
  metrics: [ID.dev.rxBytes, ID.dev.txBytes],
  tunables: [],
  about: {
    symptom: 'Much CPU time in softirq for little traffic.',
    reasoning:
      'A card moves more than 400 Mbit/s over a minute (cleared at half) in a direction in which merging, segmentation or checksums are switched off, although the device could do them and nothing else forbids it.',
    formula: '',
    sources: ['Documentation/networking/segmentation-offloads.rst', 'ethtool(8), -K'],
  },
  evaluate: (context, firing) =>
    (context.details?.interfaces?.interfaces ?? [])
      .filter(({ physical }) => physical)
      .flatMap((settings) => findingOf(context, settings, firing.has(settings.device)) ?? []),
};
