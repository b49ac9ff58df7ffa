import { deltaOfAll, formatValue, ID, NO_WORDS, type Words } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const REFUSED = [ID.udp.sndbufErrors, ID.udp6.sndbufErrors];
const SENT = [ID.udp.outDatagrams, ID.udp6.outDatagrams];
const QDISC_DROPS = ID.qdisc.drops;
/** What its filters drop was received. */
const ON_ARRIVAL = 'ingress';
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Datagrams a minute. */
const ERRORS = { fire: 10, clear: 0 };

/** Datagrams for a neighbour that is not known yet wait as well, and are charged to their socket. */
const LOOK_AT_NEIGHBOURS: Words = {
  en: 'Look first whether those on the link answer: "ip neigh" shows who does not as INCOMPLETE or FAILED. What waits for them fills the send buffer, and neither pace nor room helps against that.',
  'zh-CN':
    '先看链路上的对方是否应答："ip neigh" 把没有应答的显示为 INCOMPLETE 或 FAILED。等待它们的数据报会占满发送缓冲区，放慢发送或加大缓冲区都没有用。',
};

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  const errors = deltaOfAll(window, REFUSED, WINDOW_SECONDS);
  if (!isOver(errors, ERRORS, open) || (!open && !REFUSED.some((metric) => seenLongEnough(context, metric)))) return [];
  const queues = window
    .labelsOf(QDISC_DROPS)
    .filter(({ kind }) => kind !== ON_ARRIVAL)
    .map((labels) => ({ labels, drops: window.delta(QDISC_DROPS, WINDOW_SECONDS, labels) ?? 0 }))
    .toSorted((a, b) => b.drops - a.drops);
  const [queue] = queues.filter(({ drops }) => drops > 0);
  const device = queue?.labels['device'];
  const sent = deltaOfAll(window, SENT, WINDOW_SECONDS);
  const found =
    queue === undefined
      ? {
          en: 'No queue of a device dropped any meanwhile, so the send buffers of the sockets were full.',
          'zh-CN': '其间没有设备队列丢包，所以是套接字的发送缓冲区满了。',
        }
      : {
          en: `The queue of ${device ?? 'a device'} dropped ${formatValue(queue.drops, 'count')} packets meanwhile, so the device is where it is stuck.`,
          'zh-CN': `其间${device === undefined ? '某个设备' : ` ${device} `}的队列丢了 ${formatValue(queue.drops, 'count')} 个包，所以卡在设备上。`,
        };
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: 'medium',
      title: { en: 'UDP datagrams are lost before they leave this host', 'zh-CN': 'UDP 数据报还没离开本机就丢了' },
      why: {
        en: `A datagram that is sent waits in the queue of its device, and counts against the send buffer of its socket until the device has taken it. ${formatValue(errors, 'count')} datagrams were refused in the last minute (ENOBUFS, or no room in the buffer). ${found.en}`,
        'zh-CN': `发送的数据报在设备的队列里等，设备取走之前都计入其套接字的发送缓冲区。最近一分钟有 ${formatValue(errors, 'count')} 个数据报被拒绝（ENOBUFS，或缓冲区没有空间）。${found['zh-CN']}`,
      },
      where: {
        en: `${formatValue(errors, 'count')} of ${formatValue(sent === undefined ? undefined : sent + (errors ?? 0), 'count')} datagrams${device === undefined ? '' : `; device ${device}`}`,
        'zh-CN': `${formatValue(sent === undefined ? undefined : sent + (errors ?? 0), 'count')} 个数据报中 ${formatValue(errors, 'count')} 个${device === undefined ? '' : `；设备 ${device}`}`,
      },
      evidence: [
        ...REFUSED.flatMap((metric) => growthEvidence(window, { metric }, WINDOW_SECONDS)),
        ...(queue === undefined
          ? []
          : growthEvidence(window, { metric: QDISC_DROPS, labels: queue.labels }, WINDOW_SECONDS)),
      ],
      ...NO_CHANGE,
      actions: [
        ...(queue === undefined ? [LOOK_AT_NEIGHBOURS] : []),
        {
          en: `Send no faster than the device: pace the sender, or give it a device with more room ("tc -s -d qdisc show${device === undefined ? '' : ` dev ${device}`}" shows drops and backlog).`,
          'zh-CN': `发送不要快过设备：让发送方 pacing，或给设备更多空间（"tc -s -d qdisc show${device === undefined ? '' : ` dev ${device}`}" 显示 drops 和 backlog）。`,
        },
        {
          en: 'Only when no queue drops: ask for a larger SO_SNDBUF in the program, twice the bytes of its largest burst with 0.8 kB more for each datagram.',
          'zh-CN':
            '只有在没有队列丢包时：在程序里请求更大的 SO_SNDBUF，取最大突发字节数的两倍，每个数据报再加 0.8 kB。',
        },
        {
          en: 'Let the program treat ENOBUFS and EAGAIN as a wait, not as a loss.',
          'zh-CN': '让程序把 ENOBUFS 和 EAGAIN 当作“等一下”，而不是“已丢失”。',
        },
      ],
      risk: {
        en: 'A longer queue makes datagrams wait longer; pacing has no cost.',
        'zh-CN': '更长的队列让数据报等得更久；pacing 没有代价。',
      },
      expectedEffect: {
        en: 'The counters stand still, and what is sent arrives at the device.',
        'zh-CN': '计数不再变化，发出的都到达设备。',
      },
      verify: {
        en: 'Under the same load "nstat -az UdpSndbufErrors Udp6SndbufErrors" no longer grows.',
        'zh-CN': '相同负载下 "nstat -az UdpSndbufErrors Udp6SndbufErrors" 不再增长。',
      },
      notWhen: { en: 'A test sends as fast as it can on purpose.', 'zh-CN': '测试有意全速发送。' },
    },
  ];
}

/** Datagrams that a socket or device had no room for. */
export const sockUdpSndbufErrors: Rule = {
  id: 'sock-udp-sndbuf-errors',
  layer: 'socket',
  title: { en: 'UDP send buffer overflow', 'zh-CN': 'UDP 发送缓冲区溢出' },
  metrics: [...REFUSED, ...SENT, QDISC_DROPS],
  tunables: [],
  yieldsTo: ['qdisc-drops'],
  about: {
    feels: ['udp', 'drops'],
    symptom: {
      en: 'A sender of datagrams loses part of them, and its own log may say "No buffer space available".',
      'zh-CN': '发送数据报的程序丢了一部分，它的日志可能有 "No buffer space available"。',
    },
    reasoning: {
      en: 'More than 10 datagrams within a minute (Udp SndbufErrors); cleared by a minute without any. Drops of a device’s queue in the same minute tell that the device is the limit, and not a buffer.',
      'zh-CN':
        '一分钟内超过 10 个数据报（Udp SndbufErrors）；一分钟没有则解除。同一分钟内设备队列也丢包，说明限制在设备，而不是缓冲区。',
    },
    formula: NO_WORDS,
    sources: ['net/ipv4/udp.c of the kernel (udp_send_skb)', 'udp(7), send(2) (ENOBUFS)'],
  },
  evaluate,
};
