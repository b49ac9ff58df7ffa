import { formatRate, formatValue, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { growthEvidence, rateEvidence } from '../evidence.ts';
import { raise, seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const HELD_BACK = 'network.icmp.outRateLimitGlobal';
const FORWARDED = 'network.ip.forwDatagrams';
const LIMIT = 'net.ipv4.icmp_msgs_per_sec';
const WINDOW_SECONDS = 60;
/** Messages a second. */
const RATE = { fire: 1, clear: 0.1 };
/** Packets forwarded a second: who forwards fewer is no router. */
const ROUTER = { fire: 100, clear: 10 };
const MOST_PER_SECOND = 10_000;
const SUBJECT = 'host';

const LOOK = {
  en: 'See what asks for them: "nstat IcmpOutDestUnreachs IcmpOutTimeExcds" says which kind this host sends, "tcpdump -ni any icmp" to whom. Datagrams to a closed port, a scan or a routing loop are to be stopped where they come from.',
  'zh-CN':
    '看是什么引起的："nstat IcmpOutDestUnreachs IcmpOutTimeExcds" 说明本机发的是哪一种，"tcpdump -ni any icmp" 看发给谁。发往关闭端口的数据报、扫描或路由环路，应在源头制止。',
};

function cureOf(context: RuleContext, heldBack: number): Pick<Finding, 'changes' | 'arithmetic' | 'actions' | 'need'> {
  const [current] = tunableNumbers(context.tunables, LIMIT) ?? [];
  if (current === undefined) return { ...NO_CHANGE, actions: [LOOK] };
  const wanted = Math.ceil(2 * (current + heldBack));
  const { proposed, limitedBy } = raise(current, wanted, MOST_PER_SECOND);
  if (proposed === undefined) return { ...NO_CHANGE, actions: [LOOK] };
  return {
    need: { amount: heldBack, from: String(current) },
    changes: changeTo(context, LIMIT, proposed),
    arithmetic: {
      en: `2 x (${current} allowed + ${Math.ceil(heldBack)} held back) a second = ${wanted}${limitedBy.en}`,
      'zh-CN': `2 x（每秒允许 ${current} + 压住 ${Math.ceil(heldBack)}）= ${wanted}${limitedBy['zh-CN']}`,
    },
    actions: [LOOK],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const heldBack = window.rate(HELD_BACK, WINDOW_SECONDS);
  const forwarded = window.rate(FORWARDED, WINDOW_SECONDS);
  const open = firing.has(SUBJECT);
  if (heldBack === undefined || !isOver(heldBack, RATE, open) || !isOver(forwarded, ROUTER, open)) return [];
  if (!open && !seenLongEnough(context, HELD_BACK)) return [];
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: 'medium',
      title: {
        en: 'This router holds back ICMP messages: their limit for all destinations is reached',
        'zh-CN': '本路由器压住了 ICMP 消息：所有目的地合计的限额已用满',
      },
      why: {
        en: `By ICMP a router tells a sender that a packet was too big, had no way on, or ran out of hops. So that nobody can be flooded with it, at most ${LIMIT} of them leave a second, to all destinations together; ${formatRate(heldBack, 'packets', { noun: true })} were held back in the last minute. This host forwards ${formatRate(forwarded, 'packets', { noun: true })}: with the others it holds back "packet too big", without which connections through it hang (path MTU discovery), and traceroute shows gaps.`,
        'zh-CN': `路由器用 ICMP 告诉发送方包太大、无路可走或跳数用尽。为免被用来洪泛别人，对所有目的地合计每秒最多发 ${LIMIT} 个；最近一分钟每秒有 ${formatValue(heldBack, 'count')} 个包被压住。本机每秒转发 ${formatValue(forwarded, 'count')} 个包：连同其他消息一起被压住的还有 "packet too big"，缺了它经过本机的连接会挂住（路径 MTU 发现），traceroute 也会断档。`,
      },
      where: {
        en: `${formatRate(heldBack, 'packets', { noun: true })} held back`,
        'zh-CN': `每秒压住 ${formatValue(heldBack, 'count')} 个包`,
      },
      evidence: [
        ...growthEvidence(window, { metric: HELD_BACK }, WINDOW_SECONDS),
        ...rateEvidence(window, { metric: FORWARDED }, WINDOW_SECONDS),
      ],
      ...cureOf(context, heldBack),
      risk: {
        en: 'Risk 1 of 4. Under a flood this host sends that many more answers.',
        'zh-CN': '风险 1/4。遭到洪泛时，本机会多发这么多应答。',
      },
      expectedEffect: {
        en: 'Senders learn what is wrong with their packets, and nothing is held back.',
        'zh-CN': '发送方得知其包有什么问题，不再有消息被压住。',
      },
      verify: {
        en: '"nstat -az IcmpOutRateLimitGlobal" no longer grows.',
        'zh-CN': '"nstat -az IcmpOutRateLimitGlobal" 不再增长。',
      },
      notWhen: {
        en: 'A scan or flood asks for the messages: then the limit keeps this host from helping it.',
        'zh-CN': '消息是扫描或洪泛引起的：那么这个限额正好让本机不去帮它。',
      },
    },
  ];
}

/** The limit of ICMP messages is reached. */
export const icmpRatelimit: Rule = {
  id: 'icmp-ratelimit',
  layer: 'network',
  title: { en: 'ICMP messages held back', 'zh-CN': 'ICMP 消息被压住' },
  metrics: [HELD_BACK, FORWARDED],
  tunables: [LIMIT],
  about: {
    feels: ['hangs', 'drops'],
    symptom: {
      en: 'Connections through this router hang with large packets, and traceroute shows gaps.',
      'zh-CN': '经过本路由器的连接一发大包就挂住，traceroute 有断档。',
    },
    reasoning: {
      en: 'More than one message a second held back by the limit for all destinations together over a minute, on a host that forwards more than 100 packets a second; cleared at one in ten seconds. On other hosts the limit keeps back answers to scans and closed ports, which is what it is for; so does the limit for one destination (icmp_ratelimit).',
      'zh-CN':
        '在每秒转发超过 100 个包的主机上，一分钟内每秒有超过一个消息被所有目的地合计的限额压住；降到十秒一个解除。在其他主机上，这个限额压住的是对扫描和关闭端口的应答，那正是它的用途；针对单个目的地的限额（icmp_ratelimit）也是如此。',
    },
    formula: {
      en: 'twice what is allowed and held back now, at most 10,000 a second',
      'zh-CN': '当前允许与被压住之和的两倍，最多每秒 10,000 个',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (icmp_msgs_per_sec)', 'RFC 1812, section 4.3.2.8'],
  },
  evaluate,
};
