import { formatValue, ID, NO_WORDS } from '@netstrata/metrics';
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
    title: {
      en: `${device} runs at half duplex: it cannot send and receive at once`,
      'zh-CN': `${device} 运行在半双工：不能同时收发`,
    },
    why: {
      en: `Ethernet has sent and received at the same time for decades (full duplex). ${device} runs at ${formatValue(speedMbit, 'mbit/s')} half duplex, where both ends take turns and collide. The usual cause is that one end was set by hand and the other negotiates: the one that negotiates gets no answer and must assume half duplex, while the other sends whenever it likes, so frames get lost as soon as there is traffic both ways.`,
      'zh-CN': `以太网几十年来都是同时收发（全双工）。${device} 以 ${formatValue(speedMbit, 'mbit/s')} 半双工运行，两端轮流发送并产生冲突。常见原因是一端手工设定、另一端自动协商：协商的一端得不到应答，只能假定半双工，而另一端随时发送，一有双向流量就丢帧。`,
    },
    where: {
      en: `${device}: ${formatValue(speedMbit, 'mbit/s')}, half duplex, autonegotiation ${forced ? 'off' : link.autoneg === true ? 'on' : 'unknown'}`,
      'zh-CN': `${device}：${formatValue(speedMbit, 'mbit/s')}，半双工，自动协商${forced ? '关闭' : link.autoneg === true ? '开启' : '未知'}`,
    },
    evidence: [
      ...growthEvidence(window, { metric: COLLISIONS, labels }, WINDOW_SECONDS),
      ...lastEvidence(window, { metric: ID.dev.speedMbit, labels }),
    ],
    ...NO_CHANGE,
    actions: [
      forced
        ? {
            en: `Let this end negotiate: "ethtool -s ${device} autoneg on". The link is gone for some seconds.`,
            'zh-CN': `让这一端协商："ethtool -s ${device} autoneg on"。链路会断开几秒。`,
          }
        : {
            en: 'Let the switch port negotiate instead of a fixed speed and duplex.',
            'zh-CN': '让交换机端口自动协商，不要固定速率和双工。',
          },
      { en: 'If both negotiate, change the cable and then the port.', 'zh-CN': '若两端都在协商，先换线缆，再换端口。' },
    ],
    risk: { en: 'Disruptive: the link is negotiated anew.', 'zh-CN': '有中断：链路要重新协商。' },
    expectedEffect: {
      en: 'Both directions carry the full speed, and collisions stop.',
      'zh-CN': '两个方向都达到全速，冲突停止。',
    },
    verify: {
      en: `"ethtool ${device}" shows "Duplex: Full", and "ip -s -s link show ${device}" no more collisions.`,
      'zh-CN': `"ethtool ${device}" 显示 "Duplex: Full"，"ip -s -s link show ${device}" 不再有冲突。`,
    },
    notWhen: {
      en: 'The device at the other end is a hub, or so old that it knows nothing else.',
      'zh-CN': '另一端是集线器，或老到只支持半双工。',
    },
  };
}

/** A link at half duplex. */
export const linkHalfDuplex: Rule = {
  id: 'link-half-duplex',
  layer: 'link',
  title: { en: 'Link at half duplex', 'zh-CN': '链路为半双工' },
  metrics: [COLLISIONS, ID.dev.speedMbit, CARRIER_CHANGES],
  tunables: [],
  about: {
    feels: ['slow'],
    symptom: {
      en: 'A link is fast one way and very slow as soon as there is traffic both ways.',
      'zh-CN': '链路单向很快，一有双向流量就很慢。',
    },
    reasoning: {
      en: 'The card reports half duplex for a link that has not changed for a minute.',
      'zh-CN': '一分钟内没有变化的链路，网卡报告为半双工。',
    },
    formula: NO_WORDS,
    sources: ['ethtool(8)', 'IEEE 802.3, clause 28 (autonegotiation)'],
  },
  evaluate: (context) =>
    steadyLinks(context)
      .filter(({ link }) => link.duplex === 'half')
      .map((link) => findingOf(context, link)),
};
