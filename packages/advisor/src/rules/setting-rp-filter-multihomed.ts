import { settingRule } from '../settingRule.ts';
import { strictDevicesOf, uplinksOf } from '../uplinks.ts';

/** A strict reverse path filter on a host with several ways out. */
export const settingRpFilterMultihomed = settingRule({
  id: 'setting-rp-filter-multihomed',
  layer: 'network',
  title: 'Strict reverse path filter with several uplinks',
  tunable: 'net.ipv4.conf.all.rp_filter',
  severity: 'info',
  confidence: 'medium',
  judge: (_, context) => {
    const uplinks = uplinksOf(context) ?? [];
    const strict = (strictDevicesOf(context) ?? []).filter((device) => uplinks.includes(device));
    return uplinks.length < 2 || strict.length === 0
      ? undefined
      : {
          proposed: 2,
          arithmetic: `a device uses the larger of net.ipv4.conf.all and its own: max(2, 1) = 2, loose, on ${strict.join(', ')}`,
          title: `The reverse path filter is strict, and this host has ${uplinks.length} uplinks`,
          why: `A strict filter (rp_filter 1) drops an IPv4 packet when the way back to its source leads through another device than it came in on. This host reaches other networks by ${uplinks.join(' and ')}, and the filter is strict on ${strict.join(', ')}: as soon as a packet comes in by one of them and its answer would leave by another, it is lost without a word.`,
        };
  },
  actions: [
    'Where each uplink has a routing table of its own by source address ("ip rule"), answers leave by the way that packets came in, and strict filtering does no harm.',
  ],
  risk: 'Risk 3 of 4. Loose filtering still refuses sources that no route leads to, but lets a spoofed packet in by the wrong uplink.',
  expectedEffect: 'Packets are taken by whichever uplink they come.',
  verify: '"nstat -az TcpExtIPReversePathFilter" does not grow.',
  notWhen: 'The host is a router towards customers, where strict filtering keeps spoofed sources out.',
  yieldsTo: ['rp-filter-drops'],
  about: {
    symptom: 'Some peers cannot reach this host by its second uplink.',
    reasoning:
      'IPv4 routes lead through gateways on two devices or more, and the filter in force on one of them is strict. Where packets are dropped already, the advice on those drops tells it.',
    formula: '2 (loose) for all devices',
    sources: ['Documentation/networking/ip-sysctl.rst (rp_filter)', 'RFC 3704'],
  },
});
