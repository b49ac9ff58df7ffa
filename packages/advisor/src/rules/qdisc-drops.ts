import { formatValue, ID, type Words } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { isCard, settingsOf } from '../devices.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { isSignal, type Losing, losingQdiscs } from '../qdiscs.ts';
import { passingOf, passingText } from '../shaping/passing.ts';
import { shaperActions } from '../shaping/shaperActions.ts';
import { type TopSender, topSender } from '../shaping/topSender.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const FLOW_LIMIT_DROPS = 'link.fq.flowsPlimit';
const LENGTH = 'link.netClass.txQueueLen';
const WINDOW_SECONDS = 60;
const MIN_DROPS = 10;
const MIN_PACKETS = 1000;
/** Of the packets that came to the queue. */
const PLAIN = { fire: 0.001, clear: 0.0001 };
/** Queues that drop to slow senders down, and those behind a rate that somebody set, lose some on purpose. */
const ON_PURPOSE = { fire: 0.01, clear: 0.005 };
const QUEUE_SECONDS = 0.01;
const BITS_PER_MBIT = 1e6;
const PACKET_BYTES = 1500;
/** Twice what the kernel starts a device with, where no speed is known. */
const USUAL_LENGTH = 2000;

const FAIR = {
  en: 'fq_codel keeps flows apart and drops from the one that fills the queue; fq does too, and paces.',
  'zh-CN': 'fq_codel 把流分开，从填满队列的那个流里丢；fq 也是，还会做 pacing。',
};

/** Packets that a link sends in 10 ms, within 1,000 and 10,000: the arithmetic is part of the text. None where the queue has them. */
function lengthAction(context: RuleContext, device: string): readonly Words[] {
  const present = context.window.last(LENGTH, { device }) ?? 0;
  // What a virtual device says of its speed means nothing.
  const speed = isCard(context, device) ? context.window.last(ID.dev.speedMbit, { device }) : undefined;
  const mtu = context.window.last('link.netClass.mtuBytes', { device }) ?? PACKET_BYTES;
  const isKnown = speed !== undefined && speed > 0 && mtu > 0;
  const inTime = isKnown ? Math.round((speed * BITS_PER_MBIT * QUEUE_SECONDS) / 8 / mtu) : undefined;
  const length = inTime === undefined ? USUAL_LENGTH : Math.min(10_000, Math.max(1000, inTime));
  if (length <= present) return [];
  const sum =
    inTime === undefined
      ? { en: '; each packet in it waits.', 'zh-CN': '；其中每个包都要等。' }
      : {
          en: ` (${formatValue(speed, 'mbit/s')} x 10 ms / ${mtu} bytes = ${inTime} packets, within 1,000 and 10,000).`,
          'zh-CN': `（${formatValue(speed, 'mbit/s')} x 10 ms / ${mtu} 字节 = ${inTime} 个包，限于 1,000 到 10,000）。`,
        };
  return [
    {
      en: `If short bursts are all that is lost, a longer queue holds them: "ip link set dev ${device} txqueuelen ${length}"${sum.en}`,
      'zh-CN': `若丢的只是短突发，更长的队列能装下："ip link set dev ${device} txqueuelen ${length}"${sum['zh-CN']}`,
    },
  ];
}

function actionsOf(context: RuleContext, losing: Losing, sender: TopSender | undefined): readonly Words[] {
  const { device, kind, handle, labels } = losing;
  const show = `"tc -s -d qdisc show dev ${device}"`;
  const byFlow = context.window.delta(FLOW_LIMIT_DROPS, WINDOW_SECONDS, labels) ?? 0;
  if (kind === 'fq' && byFlow > losing.drops / 2)
    return [
      {
        en: `Single flows reach flow_limit, what fq keeps of each (${byFlow} packets were dropped for that): "tc qdisc change dev ${device} handle ${handle} fq flow_limit 200" (twice the default of 100).`,
        'zh-CN': `有单个流达到了 fq 为每个流保留的 flow_limit（丢了 ${byFlow} 个包）："tc qdisc change dev ${device} handle ${handle} fq flow_limit 200"（默认值 100 的两倍）。`,
      },
      {
        en: 'A single UDP sender that does not wait is dropped rightly: have it pace itself (SO_MAX_PACING_RATE).',
        'zh-CN': '不肯等待的单个 UDP 发送方被丢弃是应当的：让它自己 pacing（SO_MAX_PACING_RATE）。',
      },
    ];
  if (isSignal(kind))
    return [
      {
        en: `${kind} drops so that senders slow down; this many mean that they do not: ${sender === undefined ? 'look for UDP or for hundreds of flows at once with "ss -tinu"' : `${sender.who.en} sends most (${sender.how.en})`}.`,
        'zh-CN': `${kind} 丢包是为了让发送方减速；丢这么多说明它们不减速：${sender === undefined ? '用 "ss -tinu" 找 UDP，或同时存在的几百个流' : `${sender.who['zh-CN']} 发得最多（${sender.how['zh-CN']}）`}。`,
      },
      {
        en: `If the link is full (compare ${show} with its speed), only less traffic or a faster link helps.`,
        'zh-CN': `若链路已满（把 ${show} 与其速率比较），只有减少流量或更快的链路有用。`,
      },
    ];
  return [
    {
      en: `Let one bulk sender no longer push out all others: "tc qdisc replace dev ${device} root fq_codel". ${FAIR.en}`,
      'zh-CN': `不让一个大流量发送方挤掉所有人："tc qdisc replace dev ${device} root fq_codel"。${FAIR['zh-CN']}`,
    },
    ...lengthAction(context, device),
    {
      en: 'If the link is full all the time, no queue is long enough: send less, or get a faster link.',
      'zh-CN': '若链路一直是满的，队列多长都不够：少发，或换更快的链路。',
    },
  ];
}

function findingOf(context: RuleContext, losing: Losing, open: boolean): Finding | undefined {
  const { window } = context;
  const { device, kind, handle, drops, packets, shaped, shaper, labels } = losing;
  const share = drops / Math.max(1, drops + packets);
  const threshold = shaped || isSignal(kind) ? ON_PURPOSE : PLAIN;
  if (!isOver(share, threshold, open)) return undefined;
  if (!open && (drops < MIN_DROPS || drops + packets < MIN_PACKETS)) return undefined;
  const passing = passingOf(window, losing, WINDOW_SECONDS);
  const come = passingText(passing);
  const sender = topSender(context, losing, passing);
  const rate = shaper === undefined ? '' : formatValue(shaper.rateBytesPerSecond, 'bytes/s');
  const speed = isCard(context, device) ? settingsOf(context, device)?.link?.speedMbit : undefined;
  return {
    subject: device,
    severity: 'warning',
    confidence: shaped ? 'medium' : 'high',
    title: shaped
      ? {
          en: `${device} drops packets to send: more than the set rate${rate && ` of ${rate}`} lets through`,
          'zh-CN': `${device} 丢弃待发的包：超过了设定的速率${rate && ` ${rate}`}`,
        }
      : {
          en: `${device} drops packets to send: its queue (${kind}) is full`,
          'zh-CN': `${device} 丢弃待发的包：其队列（${kind}）已满`,
        },
    why: {
      en: `Packets to send wait in the queueing discipline of their device, here ${kind}, until the card takes them. ${shaped ? 'A rate was set for it on purpose (a shaper), so that it holds packets back; that is wanted and loses nothing, as long as the queue behind it has room.' : 'It fills when programs send faster than the link for longer than the queue is long.'} What comes to a full queue is dropped on this host, before it ever was on the wire: TCP has to send it again, UDP loses it.`,
      'zh-CN': `待发的包在设备的排队规则（这里是 ${kind}）里等网卡取走。${shaped ? '有人有意为它设了速率（整形器），让它压住包；这是本意，只要限速后面的队列有空间就不会丢。' : '程序发送快过链路的时间超出队列所能承受时，它就会满。'}队列满了之后来的包在本机就被丢弃，还没上线路：TCP 只得重传，UDP 就丢了。`,
    },
    where: {
      en: `${device} (${kind} ${handle}${rate && `, rate ${rate}`}): ${formatValue(drops, 'count')} of ${formatValue(drops + packets, 'count')} packets in the last minute (${formatValue(share, 'share')})${speed === undefined ? '' : `, at ${formatValue(speed, 'mbit/s')}`}${come.en}${sender === undefined ? '' : `; most of it from ${sender.who.en}`}`,
      'zh-CN': `${device}（${kind} ${handle}${rate && `，速率 ${rate}`}）：最近一分钟 ${formatValue(drops + packets, 'count')} 个包中丢弃 ${formatValue(drops, 'count')} 个（${formatValue(share, 'share')}）${speed === undefined ? '' : `，链路 ${formatValue(speed, 'mbit/s')}`}${come['zh-CN']}${sender === undefined ? '' : `；多数来自 ${sender.who['zh-CN']}`}`,
    },
    evidence: [
      ...(shaper === undefined
        ? []
        : lastEvidence(window, { metric: ID.shaper.rateBytesPerSecond, labels: shaper.labels })),
      ...growthEvidence(window, { metric: ID.qdisc.drops, labels }, WINDOW_SECONDS),
      ...growthEvidence(window, { metric: ID.qdisc.overlimits, labels }, WINDOW_SECONDS),
      ...growthEvidence(window, { metric: ID.qdisc.packets, labels }, WINDOW_SECONDS),
    ],
    ...NO_CHANGE,
    actions: shaped ? shaperActions(losing, { passing, sender }) : actionsOf(context, losing, sender),
    risk: {
      en: 'Another qdisc throws away what waits in the old one. A longer queue makes every packet wait longer (bufferbloat); net.core.default_qdisc holds for new devices only.',
      'zh-CN':
        '换 qdisc 会丢弃旧队列里等待的包。更长的队列让每个包等得更久（bufferbloat）；net.core.default_qdisc 只对新设备生效。',
    },
    expectedEffect: {
      en: 'Bursts are held instead of dropped, and one sender no longer costs all others their packets.',
      'zh-CN': '突发被保存而不是丢弃，一个发送方不再让别人丢包。',
    },
    verify: {
      en: `"tc -s -d qdisc show dev ${device}" shows "dropped" unchanged after a minute of the same load.`,
      'zh-CN': `相同负载一分钟后，"tc -s -d qdisc show dev ${device}" 的 "dropped" 不变。`,
    },
    notWhen: {
      en: 'Somebody limits this device on purpose and means the loss, as against a flood.',
      'zh-CN': '有人有意限制此设备并接受丢包，例如防洪泛。',
    },
  };
}

/** The queue before a device drops. */
export const qdiscDrops: Rule = {
  id: 'qdisc-drops',
  layer: 'link',
  title: { en: 'Packets to send are dropped by the queue of a device', 'zh-CN': '待发的包被设备的队列丢弃' },
  metrics: [
    ID.qdisc.drops,
    ID.qdisc.packets,
    ID.qdisc.bytes,
    ID.qdisc.backlogBytes,
    ID.qdisc.overlimits,
    ID.shaper.rateBytesPerSecond,
    ID.shaper.burstBytes,
    ID.shaper.limitBytes,
    FLOW_LIMIT_DROPS,
    ID.dev.speedMbit,
    'link.netClass.mtuBytes',
    LENGTH,
  ],
  tunables: [],
  about: {
    feels: ['drops', 'upload'],
    symptom: {
      en: 'Retransmissions while the network outside loses nothing, when much is sent at once.',
      'zh-CN': '一次发得很多时出现重传，而外部网络并未丢包。',
    },
    reasoning: {
      en: 'More than 0.1 % of the packets of a queue dropped within a minute, ten at least of a thousand; cleared at 0.01 %. Queues that drop as a signal (fq_codel, cake, red …) and those behind a shaper (tbf, htb …) may lose 1 %, cleared at 0.5 %: holding back is what they are for, and overlimits are never counted against them. netem and filters on arrival lose on purpose.',
      'zh-CN':
        '一分钟内队列丢弃超过 0.1 % 的包，且一千个中至少十个；降到 0.01 % 解除。以丢包为信号的队列（fq_codel、cake、red …）和整形器（tbf、htb …）后面的队列可丢 1 %，降到 0.5 % 解除：压住包是它们的本职，overlimits 从不算作问题。netem 和入口过滤器丢包是有意的。',
    },
    formula: {
      en: 'txqueuelen = speed x 10 ms / MTU, within 1,000 and 10,000; rate of a shaper = what comes x 1.1, rounded up; limit of a shaper that is enough on average = rate x 50 ms + burst',
      'zh-CN':
        'txqueuelen = 速率 x 10 ms / MTU，限于 1,000 到 10,000；整形器的速率 = 到来的 x 1.1，向上取整；平均够用的整形器的 limit = 速率 x 50 ms + burst',
    },
    sources: ['tc-fq_codel(8), tc-fq(8), tc-tbf(8)', 'Documentation/admin-guide/sysctl/net.rst (default_qdisc)'],
  },
  evaluate: (context, firing) =>
    losingQdiscs(context, WINDOW_SECONDS).flatMap(
      (losing) => findingOf(context, losing, firing.has(losing.device)) ?? [],
    ),
};
