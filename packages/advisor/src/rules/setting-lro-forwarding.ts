import { tunableNumbers } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const FORWARD = 'net.ipv4.ip_forward';
const LRO = 'rx-lro';

function findingOf(device: string): Finding {
  return {
    subject: device,
    severity: 'warning',
    confidence: 'high',
    title: `${device} merges packets (LRO) on a host that forwards them`,
    why: `Large receive offload lets the card merge packets of a connection into one that is larger than any link carries, and what was in their headers is lost. That is fine for a host that receives. This one forwards packets (${FORWARD} is 1), and what was merged cannot go out as it came: it is cut anew without its options, or dropped as too big. The kernel switches LRO off when forwarding is switched on; somebody has switched it on again.`,
    where: `${device}: large-receive-offload on, ${FORWARD} = 1`,
    evidence: [],
    ...NO_CHANGE,
    actions: [
      `Switch it off: "ethtool -K ${device} lro off". It works at once; take it out of the settings that switch it on. GRO does the same in a way that can be undone, and may stay on.`,
    ],
    risk: 'Risk 1 of 4. A little more CPU time for what this host receives itself.',
    expectedEffect: 'Forwarded packets leave as they came.',
    verify: `"ethtool -k ${device} | grep large-receive" says off.`,
    notWhen: 'The device carries no traffic that is forwarded.',
  };
}

/** LRO on a router. */
export const settingLroForwarding: Rule = {
  id: 'setting-lro-forwarding',
  layer: 'link',
  title: 'LRO on a host that forwards',
  metrics: [],
  tunables: [FORWARD],
  about: {
    symptom: 'Connections through this host are slow or hang, those to it are not.',
    reasoning: 'net.ipv4.ip_forward is 1, and large-receive-offload is on for a card.',
    formula: '',
    sources: ['Documentation/networking/segmentation-offloads.rst', 'ethtool(8), -K'],
  },
  evaluate: ({ tunables, details }: RuleContext) =>
    tunableNumbers(tunables, FORWARD)?.[0] !== 1
      ? []
      : (details?.interfaces?.interfaces ?? [])
          .filter(({ physical, features }) => physical && features?.some(({ name, on }) => name === LRO && on))
          .map(({ device }) => findingOf(device)),
};
