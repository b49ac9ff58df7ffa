import { endpoint, formatValue, ID, type Labels, NO_WORDS, type SocketRow } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { deviceOf, isCard } from '../devices.ts';
import { mattering, recentDumps } from '../dumps.ts';
import { lastEvidence, rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { isWithin } from '../isWithin.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
const MIN_COVERED_SECONDS = 30;
const USE = { fire: 0.9, clear: 0.85 };
/** More than the speed is no full link but a speed that says nothing. */
const BELIEVABLE = 1.1;
/** One that sends half of it is the one to speak to. */
const MOST_SHARE = 0.5;
const BYTES_PER_MBIT = 1e6 / 8;
const SPEED = ID.dev.speedMbit;

const DIRECTIONS = [
  { way: 'sending', metric: ID.dev.txBytes },
  { way: 'receiving', metric: ID.dev.rxBytes },
] as const;
type Direction = (typeof DIRECTIONS)[number];

const goesOut = (row: SocketRow): boolean => !isWithin(row);

/** The socket that sends most to other machines, if that is half of what the link carries. */
function loudest(context: RuleContext, speedMbit: number): SocketRow | undefined {
  const rows = mattering(recentDumps(context, WINDOW_SECONDS).at(-1)?.senders ?? [], goesOut);
  const [most] = rows.toSorted((a, b) => (b.txBytesPerSecond ?? 0) - (a.txBytesPerSecond ?? 0));
  const share = (most?.txBytesPerSecond ?? 0) / (speedMbit * BYTES_PER_MBIT);
  // What is more than the link carries goes out by another one.
  return share >= MOST_SHARE && share <= BELIEVABLE ? most : undefined;
}

function findingOf(
  context: RuleContext,
  labels: Labels,
  { way, metric }: Direction,
  firing: ReadonlySet<string>,
): Finding | undefined {
  const { window } = context;
  const device = deviceOf(labels);
  const subject = `${device} ${way}`;
  const open = firing.has(subject);
  const speed = window.last(SPEED, labels);
  const perSecond = window.rate(metric, WINDOW_SECONDS, labels);
  if (speed === undefined || speed <= 0 || perSecond === undefined) return undefined;
  const use = perSecond / (speed * BYTES_PER_MBIT);
  if (!isOver(use, USE, open) || use > BELIEVABLE) return undefined;
  if (!open && window.coveredSeconds(metric, labels) < MIN_COVERED_SECONDS) return undefined;
  const most = way === 'sending' ? loudest(context, speed) : undefined;
  const by =
    most === undefined
      ? NO_WORDS
      : {
          en: `; most of it ${formatValue(most.txBytesPerSecond, 'bytes/s')} to ${endpoint(most.remote, most.remotePort)}`,
          'zh-CN': `；其中最多的是发往 ${endpoint(most.remote, most.remotePort)} 的 ${formatValue(most.txBytesPerSecond, 'bytes/s')}`,
        };
  return {
    subject,
    severity: 'warning',
    confidence: 'high',
    title: {
      en: `${device} is full: it uses ${formatValue(use, 'share')} of its speed for ${way}`,
      'zh-CN': `${device} 已满：${way === 'sending' ? '发送' : '接收'}用去其速率的 ${formatValue(use, 'share')}`,
    },
    why: {
      en: `${device} was ${way} ${formatValue(perSecond, 'bytes/s')} over the last minute, and the link carries ${formatValue(speed, 'mbit/s')} each way, headers of frames included. What comes on top has to wait in a queue or is dropped, so every program on this path gets slower, and retransmissions, delays and full send buffers are only its symptoms.`,
      'zh-CN': `最近一分钟 ${device} ${way === 'sending' ? '发送' : '接收'} ${formatValue(perSecond, 'bytes/s')}，而链路每个方向为 ${formatValue(speed, 'mbit/s')}，含帧头。再多的只能排队或被丢弃，于是这条路径上所有程序都变慢，重传、延迟和发送缓冲区满都只是症状。`,
    },
    where: {
      en: `${device}: ${formatValue(perSecond, 'bytes/s')} of ${formatValue(speed, 'mbit/s')}${by.en}`,
      'zh-CN': `${device}：${formatValue(perSecond, 'bytes/s')} / ${formatValue(speed, 'mbit/s')}${by['zh-CN']}`,
    },
    evidence: [
      ...rateEvidence(window, { metric, labels }, WINDOW_SECONDS),
      ...lastEvidence(window, { metric: SPEED, labels }),
    ],
    ...NO_CHANGE,
    actions: [
      {
        en: 'Send less at once: move backups to the night or give them a rate ("tc qdisc … tbf", rsync --bwlimit), compress, or serve from a cache.',
        'zh-CN': '一次少发些：把备份移到夜间或限速（"tc qdisc … tbf"、rsync --bwlimit），压缩，或用缓存提供。',
      },
      {
        en: `Or more capacity: a faster port, or a second one in a bond. "iftop -i ${device}" or the sockets page shows who uses it.`,
        'zh-CN': `或扩容：更快的端口，或加一个端口组成 bond。"iftop -i ${device}" 或套接字页面显示谁在用。`,
      },
      way === 'sending'
        ? {
            en: `So that one bulk sender does not delay all others: "tc qdisc replace dev ${device} root fq_codel".`,
            'zh-CN': `不让一个大流量发送方拖慢所有人："tc qdisc replace dev ${device} root fq_codel"。`,
          }
        : {
            en: 'The queue that fills is at the other end of the link: shaping has to happen there.',
            'zh-CN': '填满的队列在链路另一端：整形要在那里做。',
          },
    ],
    risk: {
      en: 'No sysctl makes a link faster; larger buffers only make everybody wait longer.',
      'zh-CN': '没有 sysctl 能让链路变快；更大的缓冲区只会让所有人等得更久。',
    },
    expectedEffect: {
      en: 'The link has room again, and delays and retransmissions go down with it.',
      'zh-CN': '链路又有余量，延迟和重传随之下降。',
    },
    verify: {
      en: `"sar -n DEV 5" shows %ifutil of ${device} below 85.`,
      'zh-CN': `"sar -n DEV 5" 中 ${device} 的 %ifutil 低于 85。`,
    },
    notWhen: {
      en: 'One large transfer is meant to use the link fully, and nothing else suffers.',
      'zh-CN': '一个大传输本来就要占满链路，其他不受影响。',
    },
  };
}

/** A link carries all that it can. */
export const linkUtilisation: Rule = {
  id: 'link-utilisation',
  layer: 'link',
  title: { en: 'Link is full', 'zh-CN': '链路已满' },
  metrics: [ID.dev.txBytes, ID.dev.rxBytes, SPEED],
  tunables: [],
  about: {
    feels: ['slow', 'late'],
    symptom: {
      en: 'Everything over one link is slow at the same hours.',
      'zh-CN': '经过某条链路的一切总在相同时段变慢。',
    },
    reasoning: {
      en: 'More than 90 % of the negotiated speed in one direction over a minute; cleared at 85 %. Cards only: the speed that virtual devices report says nothing.',
      'zh-CN': '一分钟内单方向超过协商速率的 90 %；降到 85 % 解除。仅限物理网卡：虚拟设备报告的速率没有意义。',
    },
    formula: NO_WORDS,
    sources: ['Documentation/ABI/testing/sysfs-class-net (speed)', 'ethtool(8)'],
  },
  evaluate: (context, firing) =>
    context.window
      .labelsOf(ID.dev.txBytes)
      .filter((labels) => isCard(context, deviceOf(labels)))
      .flatMap((labels) => DIRECTIONS.flatMap((direction) => findingOf(context, labels, direction, firing) ?? [])),
};
