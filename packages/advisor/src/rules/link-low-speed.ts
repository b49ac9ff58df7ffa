import { formatValue, ID, NO_WORDS } from '@netstrata/metrics';
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
    title: {
      en: `${device} runs at ${speed}, and ${sure ? 'both ends' : 'its card'} can ${possible}`,
      'zh-CN': `${device} 运行在 ${speed}，而${sure ? '两端都' : '网卡'}支持 ${possible}`,
    },
    why: {
      en: `When a cable is plugged in, both ends agree on the fastest mode that both offer. ${device} has ended at ${speed}. ${heldBack ? `This end offers ${formatValue(offered, 'mbit/s')} at most, though the card can more: somebody has limited it.` : link.autoneg === false ? 'Negotiation is off at this end, so the speed was set by hand.' : 'A pair of wires that makes no contact is the usual reason: Gigabit needs all four, 100 Mbit/s two.'}${sure ? '' : ' What the other end can is not told, so it may be all that is possible.'}`,
      'zh-CN': `插上线缆时，两端会商定双方都提供的最快模式。${device} 最后停在 ${speed}。${heldBack ? `这一端最多只提供 ${formatValue(offered, 'mbit/s')}，而网卡能更快：有人限制了它。` : link.autoneg === false ? '这一端关闭了协商，速率是手工设定的。' : '常见原因是有一对线接触不良：千兆需要全部四对，100 Mbit/s 只需两对。'}${sure ? '' : '另一端支持什么没有告知，所以也可能已是最快。'}`,
    },
    where: { en: `${device}: ${speed} of ${possible}`, 'zh-CN': `${device}：${speed} / ${possible}` },
    evidence: lastEvidence(window, { metric: ID.dev.speedMbit, labels: { device } }),
    ...NO_CHANGE,
    actions: [
      heldBack || link.autoneg === false
        ? {
            en: `Let this end offer all it has: "ethtool -s ${device} autoneg on", after a look at "ethtool ${device}". The link is gone for some seconds.`,
            'zh-CN': `让这一端提供全部能力：先看 "ethtool ${device}"，再 "ethtool -s ${device} autoneg on"。链路会断开几秒。`,
          }
        : {
            en: 'Change the cable (category 5e or better, all eight wires), then the port of the switch.',
            'zh-CN': '更换线缆（5e 类或更好，八根线全通），再换交换机端口。',
          },
      { en: 'Compare with the settings of the switch port.', 'zh-CN': '与交换机端口的设置比较。' },
    ],
    risk: { en: 'Disruptive: the link is negotiated anew.', 'zh-CN': '有中断：链路要重新协商。' },
    expectedEffect: { en: `The link carries ${possible}.`, 'zh-CN': `链路达到 ${possible}。` },
    verify: {
      en: `"ethtool ${device}" shows "Speed: ${possibleMbit}Mb/s".`,
      'zh-CN': `"ethtool ${device}" 显示 "Speed: ${possibleMbit}Mb/s"。`,
    },
    notWhen: {
      en: 'The speed is limited on purpose, to save power or because it is paid for.',
      'zh-CN': '有意限速，为了省电或按速率付费。',
    },
  };
}

/** A link slower than both ends can. */
export const linkLowSpeed: Rule = {
  id: 'link-low-speed',
  layer: 'link',
  title: { en: 'Link is slower than both ends can', 'zh-CN': '链路速率低于两端的能力' },
  metrics: [ID.dev.speedMbit, CARRIER_CHANGES],
  tunables: [],
  about: {
    feels: ['slow'],
    symptom: { en: 'Transfers never pass a tenth of what the card can.', 'zh-CN': '传输从未超过网卡能力的十分之一。' },
    reasoning: {
      en: 'The speed is below the fastest mode that both ends name, on a link that has not changed for a minute. Where the other end names none: 100 Mbit/s or less on a card that can ten times as much, told as a possibility.',
      'zh-CN':
        '一分钟内没有变化的链路，速率低于两端都声明的最快模式。另一端没有声明时：能跑十倍以上的网卡只有 100 Mbit/s 或更低，作为可能性提出。',
    },
    formula: NO_WORDS,
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
