import { formatValue, ID } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { lastEvidence } from '../evidence.ts';
import { fastestCommon, fastestOffered, fastestOwn } from '../linkModes.ts';
import { CARRIER_CHANGES, type SteadyLink, steadyLinks } from '../steadyLinks.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

/** Where the other end says nothing: such a speed on a card that can ten times as much is hardly meant. */
const SLOW_MBIT = 100;
const FASTER = 10;

interface Slow extends SteadyLink {
  readonly possibleMbit: number;
  /** Both ends said so; otherwise it is only likely. */
  readonly sure: boolean;
}

function slowOf(steady: SteadyLink): Slow | undefined {
  const { link, speedMbit } = steady;
  const common = fastestCommon(link);
  if (common !== undefined) return speedMbit < common ? { ...steady, possibleMbit: common, sure: true } : undefined;
  const own = fastestOwn(link);
  const suspicious = own !== undefined && speedMbit <= SLOW_MBIT && own >= FASTER * speedMbit;
  return suspicious ? { ...steady, possibleMbit: own, sure: false } : undefined;
}

function findingOf({ window }: RuleContext, { device, link, speedMbit, possibleMbit, sure }: Slow): Finding {
  const offered = fastestOffered(link);
  const heldBack = offered !== undefined && offered < possibleMbit;
  const speed = formatValue(speedMbit, 'mbit/s');
  const possible = formatValue(possibleMbit, 'mbit/s');
  return {
    subject: device,
    severity: sure ? 'warning' : 'info',
    confidence: sure ? 'high' : 'low',
    title: `${device} runs at ${speed}, and ${sure ? 'both ends' : 'its card'} can ${possible}`,
    why: `When a cable is plugged in, both ends agree on the fastest mode that both offer. ${device} has ended at ${speed}. ${heldBack ? `This end offers ${formatValue(offered, 'mbit/s')} at most, though the card can more: somebody has limited it.` : link.autoneg === false ? 'Negotiation is off at this end, so the speed was set by hand.' : 'A pair of wires that makes no contact is the usual reason: Gigabit needs all four, 100 Mbit/s two.'}${sure ? '' : ' What the other end can is not told, so it may be all that is possible.'}`,
    where: `${device}: ${speed} of ${possible}`,
    evidence: lastEvidence(window, { metric: ID.dev.speedMbit, labels: { device } }),
    ...NO_CHANGE,
    actions: [
      heldBack || link.autoneg === false
        ? `Let this end offer all it has: "ethtool -s ${device} autoneg on", after a look at "ethtool ${device}". The link is gone for some seconds.`
        : 'Change the cable (category 5e or better, all eight wires), then the port of the switch.',
      'Compare with the settings of the switch port.',
    ],
    risk: 'Disruptive: the link is negotiated anew.',
    expectedEffect: `The link carries ${possible}.`,
    verify: `"ethtool ${device}" shows "Speed: ${possibleMbit}Mb/s".`,
    notWhen: 'The speed is limited on purpose, to save power or because it is paid for.',
  };
}

/** A link slower than both ends can. */
export const linkLowSpeed: Rule = {
  id: 'link-low-speed',
  layer: 'link',
  title: 'Link is slower than both ends can',
  metrics: [ID.dev.speedMbit, CARRIER_CHANGES],
  tunables: [],
  about: {
    symptom: 'Transfers never pass a tenth of what the card can.',
    reasoning:
      'The speed is below the fastest mode that both ends name, on a link that has not changed for a minute. Where the other end names none: 100 Mbit/s or less on a card that can ten times as much, told as a possibility.',
    formula: '',
    sources: [
      'Documentation/networking/ethtool-netlink.rst (LINKMODES_GET)',
      'IEEE 802.3, clause 28 (autonegotiation)',
    ],
  },
  evaluate: (context) =>
    steadyLinks(context)
      .flatMap((steady) => slowOf(steady) ?? [])
      .map((slow) => findingOf(context, slow)),
};
