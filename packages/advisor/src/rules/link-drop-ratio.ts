import { formatValue, ID, type Labels, NO_WORDS } from '@netstrata/metrics';
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
    title: {
      en: `${device} drops ${formatValue(share, 'share')} of what arrives, before any protocol counts it`,
      'zh-CN': `${device} 在任何协议计数之前丢弃了到达包的 ${formatValue(share, 'share')}`,
    },
    why: {
      en: `Two very different things are counted here as dropped on arrival. The driver may have found no memory for a packet or no room in a queue, which loses what somebody waits for. Or the kernel knows no protocol for it: frames of switches (LLDP, spanning tree), of VLANs that this host does not use, of IPv6 where it is off. Those are dropped rightly. ${formatValue(dropped, 'count')} packets were dropped in the last five minutes.`,
      'zh-CN': `这里把两种很不一样的情况都算作到达时丢弃。可能是驱动没有内存放包或队列没有空位，那就丢了别人在等的东西。也可能是内核没有对应的协议：交换机的帧（LLDP、生成树）、本机不用的 VLAN、已关闭 IPv6 时的 IPv6 帧。这些丢得对。最近五分钟丢弃了 ${formatValue(dropped, 'count')} 个包。`,
    },
    where: {
      en: `${device}: ${formatValue(dropped, 'count')} dropped, ${formatValue(packets, 'count')} received in five minutes`,
      'zh-CN': `${device}：五分钟内丢弃 ${formatValue(dropped, 'count')} 个，收到 ${formatValue(packets, 'count')} 个`,
    },
    evidence: [
      ...growthEvidence(window, { metric: DROPPED, labels }, WINDOW_SECONDS),
      ...growthEvidence(window, { metric: PACKETS, labels }, WINDOW_SECONDS),
    ],
    ...NO_CHANGE,
    actions: [
      {
        en: 'Watch the reasons: the table of dropped packets on the page of the link layer names the place in the kernel. "unhandled proto" means that nobody here wants them.',
        'zh-CN': '看原因：链路层页面的丢包表会给出内核中的位置。"unhandled proto" 表示这里没人要它们。',
      },
      {
        en: `Or look what arrives that is neither IP nor ARP: "tcpdump -eni ${device} not ip and not ip6 and not arp". If that is as much as is dropped, nothing is lost.`,
        'zh-CN': `或看到达的包里哪些既不是 IP 也不是 ARP："tcpdump -eni ${device} not ip and not ip6 and not arp"。若与丢弃数相当，就没有丢失什么。`,
      },
      {
        en: `Otherwise look at what the driver counts: "ethtool -S ${device} | grep -i -e drop -e alloc -e nobuf".`,
        'zh-CN': `否则看驱动的计数："ethtool -S ${device} | grep -i -e drop -e alloc -e nobuf"。`,
      },
    ],
    risk: { en: 'None: this is a look, not a change.', 'zh-CN': '无：只是查看，不做改动。' },
    expectedEffect: {
      en: 'It is clear whether anything is lost that somebody waits for.',
      'zh-CN': '弄清是否丢了有人在等的东西。',
    },
    verify: {
      en: `"ip -s -s link show ${device}" shows how fast "dropped" grows.`,
      'zh-CN': `"ip -s -s link show ${device}" 显示 "dropped" 增长多快。`,
    },
    notWhen: {
      en: 'The link carries much traffic of other VLANs or protocols, as behind a mirror port.',
      'zh-CN': '链路上有大量其他 VLAN 或协议的流量，例如接在镜像口后面。',
    },
  };
}

/** Many packets are dropped on arrival, for a reason that the counter does not tell. */
export const linkDropRatio: Rule = {
  id: 'link-drop-ratio',
  layer: 'link',
  title: { en: 'Many packets dropped on arrival', 'zh-CN': '大量包在到达时被丢弃' },
  metrics: [DROPPED, PACKETS],
  tunables: [],
  about: {
    feels: ['drops'],
    symptom: {
      en: 'The dropped counter of a device grows, and nobody knows whether anything is missing.',
      'zh-CN': '设备的 dropped 计数在涨，没人知道是否少了什么。',
    },
    reasoning: {
      en: 'More than 2 % of at least 10,000 packets in five minutes (10 % on wireless), cleared at half. As unknown protocols are counted too, it is told with low confidence, and not apart where the backlog or a ring overflows.',
      'zh-CN':
        '五分钟内至少 10,000 个包中超过 2 %（无线为 10 %），降到一半解除。因为未知协议也计入，所以置信度低；积压队列或环溢出时不单独提出。',
    },
    formula: NO_WORDS,
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
