import { formatValue, ID } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { CARRIER_CHANGES, type SteadyLink, steadyLinks } from '../steadyLinks.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const COLLISIONS = 'link.dev.txCollisions';
const WINDOW_SECONDS = 300;

function findingOf({ window }: RuleContext, { device, link, speedMbit }: SteadyLink): Finding {
  const labels = { device };
  const forced = link.autoneg === false;
  return {
    subject: device,
    severity: 'warning',
    confidence: 'high',
    title: `${device} runs at half duplex: it cannot send and receive at once`,
    why: `Ethernet has sent and received at the same time for decades (full duplex). ${device} runs at ${formatValue(speedMbit, 'mbit/s')} half duplex, where both ends take turns and collide. The usual cause is that one end was set by hand and the other negotiates: the one that negotiates gets no answer and must assume half duplex, while the other sends whenever it likes, so frames get lost as soon as there is traffic both ways.`,
    where: `${device}: ${formatValue(speedMbit, 'mbit/s')}, half duplex, autonegotiation ${forced ? 'off' : link.autoneg === true ? 'on' : 'unknown'}`,
    evidence: [
      ...growthEvidence(window, { metric: COLLISIONS, labels }, WINDOW_SECONDS),
      ...lastEvidence(window, { metric: ID.dev.speedMbit, labels }),
    ],
    ...NO_CHANGE,
    actions: [
      forced
        ? `Let this end negotiate: "ethtool -s ${device} autoneg on". The link is gone for some seconds.`
        : 'Let the switch port negotiate instead of a fixed speed and duplex.',
      'If both negotiate, change the cable and then the port.',
    ],
    risk: 'Disruptive: the link is negotiated anew.',
    expectedEffect: 'Both directions carry the full speed, and collisions stop.',
    verify: `"ethtool ${device}" shows "Duplex: Full", and "ip -s -s link show ${device}" no more collisions.`,
    notWhen: 'The device at the other end is a hub, or so old that it knows nothing else.',
  };
}

/** A link at half duplex. */
export const linkHalfDuplex: Rule = {
  id: 'link-half-duplex',
  layer: 'link',
  title: 'Link at half duplex',
  metrics: [COLLISIONS, ID.dev.speedMbit, CARRIER_CHANGES],
  tunables: [],
  about: {
    symptom: 'A link is fast one way and very slow as soon as there is traffic both ways.',
    reasoning: 'The card reports half duplex for a link that has not changed for a minute.',
    formula: '',
    sources: ['ethtool(8)', 'IEEE 802.3, clause 28 (autonegotiation)'],
  },
  evaluate: (context) =>
    steadyLinks(context)
      .filter(({ link }) => link.duplex === 'half')
      .map((link) => findingOf(context, link)),
};
