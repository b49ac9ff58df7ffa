import { formatValue, ID, type Labels, NO_WORDS, type Words } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { deviceOf, isCard, settingsOf } from '../devices.ts';
import { growthEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 300;
const DAMAGED = ['link.stats64.rxCrcErrors', 'link.stats64.rxFrameErrors'] as const;
const CARRIER_LOST = 'link.stats64.carrierDownCount';
const PACKETS = ID.dev.rxPackets;
const MIN_DAMAGED = 10;
/** Of the frames that arrived. */
const SHARE = { fire: 0.00001, clear: 0 };
const CRITICAL_SHARE = 0.01;
/** Times that the link went down in five minutes. */
const OUTAGES = { fire: 1, clear: 0 };
const MIN_COVERED_SECONDS = 10;
/** What is not open yet is looked at closely only when something went wrong as lately as this. */
const LATELY_SECONDS = 60;

interface Seen {
  readonly damaged: number;
  /** Of the frames that arrived; undefined where that is not known, as when a card was given other queues and counts anew. */
  readonly share: number | undefined;
  readonly outages: number;
}

const TROUBLES = [...DAMAGED, CARRIER_LOST];

function seenOf({ window }: RuleContext, labels: Labels): Seen {
  const grown = (metric: string) => window.delta(metric, WINDOW_SECONDS, labels) ?? 0;
  const damaged = DAMAGED.reduce((sum, metric) => sum + grown(metric), 0);
  const received = window.delta(PACKETS, WINDOW_SECONDS, labels);
  const share = received === undefined ? undefined : damaged / Math.max(1, damaged + received);
  return { damaged, share, outages: grown(CARRIER_LOST) };
}

function transceiverOf(context: RuleContext, device: string): Words {
  const link = settingsOf(context, device)?.link;
  const fibre = link?.port === 'FIBRE' || link?.port === 'Direct Attach Copper';
  if (fibre)
    return {
      en: `Look at the light and the module: "ethtool -m ${device}"; clean the connectors.`,
      'zh-CN': `检查光功率和模块："ethtool -m ${device}"；清洁接头。`,
    };
  return {
    en: `Copper: use a cable of category 5e or better, away from power lines; "ethtool ${device}" must show the speed that both ends have.`,
    'zh-CN': `铜缆：用 5e 类或更好的线，远离电源线；"ethtool ${device}" 必须显示两端都有的速率。`,
  };
}

function findingOf(context: RuleContext, labels: Labels, open: boolean): Finding | undefined {
  const { window } = context;
  const device = deviceOf(labels);
  if (!isCard(context, device)) return undefined;
  if (!open && TROUBLES.every((metric) => !window.delta(metric, LATELY_SECONDS, labels))) return undefined;
  if (!open && window.coveredSeconds(PACKETS, labels) < MIN_COVERED_SECONDS) return undefined;
  const { damaged, share, outages } = seenOf(context, labels);
  const undecided = open && damaged > 0 && share === undefined;
  const spoilt = undecided || (isOver(share, SHARE, open) && (open || damaged >= MIN_DAMAGED));
  if (!spoilt && !isOver(outages, OUTAGES, open)) return undefined;
  const { link, fec } = settingsOf(context, device) ?? {};
  const uncorrectable = fec?.uncorrectableBlocks ?? 0;
  return {
    ...(undecided ? { undecided } : {}),
    subject: device,
    severity: (share ?? 0) > CRITICAL_SHARE ? 'critical' : 'warning',
    confidence: 'high',
    title: spoilt
      ? {
          en: `${device} receives damaged frames: the cable, the module or the port is bad`,
          'zh-CN': `${device} 收到损坏的帧：线缆、模块或端口有问题`,
        }
      : { en: `The link of ${device} comes and goes`, 'zh-CN': `${device} 的链路时断时续` },
    why: {
      en: `Each frame carries a checksum, and the card throws away one that does not match or has no whole bytes. ${spoilt ? `${formatValue(damaged, 'count')} frames were damaged in the last five minutes, ${formatValue(share, 'share')} of those that arrived. ` : ''}${outages > 0 ? `The link went down ${outages} times in that time, and everything sent meanwhile is lost. ` : ''}That happens on the wire and not in the kernel; TCP takes such loss for a full path and slows down far below what the link could carry.${uncorrectable > 0 ? ` Error correction could not repair ${uncorrectable} blocks since the driver was loaded.` : ''}`,
      'zh-CN': `每个帧都带校验和，不匹配或字节不完整的帧会被网卡丢弃。${spoilt ? `最近五分钟有 ${formatValue(damaged, 'count')} 个帧损坏，占到达帧的 ${formatValue(share, 'share')}。` : ''}${outages > 0 ? `其间链路断开 ${outages} 次，断开时发出的全部丢失。` : ''}问题在线路上，不在内核；TCP 会把这种丢失当作路径拥塞，降到远低于链路能力的速度。${uncorrectable > 0 ? `自驱动加载以来，纠错未能修复 ${uncorrectable} 个块。` : ''}`,
    },
    where: {
      en: `${device}${link?.speedMbit === undefined ? '' : ` at ${formatValue(link.speedMbit, 'mbit/s')}`}: ${formatValue(damaged, 'count')} damaged frames, ${outages} outages in five minutes`,
      'zh-CN': `${device}${link?.speedMbit === undefined ? '' : `，${formatValue(link.speedMbit, 'mbit/s')}`}：五分钟内损坏帧 ${formatValue(damaged, 'count')} 个，断开 ${outages} 次`,
    },
    evidence: [...DAMAGED, CARRIER_LOST, PACKETS].flatMap((metric) =>
      growthEvidence(window, { metric, labels }, WINDOW_SECONDS),
    ),
    ...NO_CHANGE,
    actions: [
      {
        en: 'Change the cable first, then the module, then the port of the switch, one at a time, and watch the counter after each.',
        'zh-CN': '依次更换线缆、模块、交换机端口，一次一样，每次之后观察计数。',
      },
      transceiverOf(context, device),
      {
        en: 'Compare with the counters of the switch port: errors on one side only tell which direction is bad.',
        'zh-CN': '与交换机端口的计数比较：只有一侧有错误，就知道是哪个方向坏。',
      },
    ],
    risk: {
      en: 'No sysctl mends it; larger buffers or another congestion control only hide it.',
      'zh-CN': '没有 sysctl 能治它；更大的缓冲区或换拥塞控制只是掩盖。',
    },
    expectedEffect: {
      en: 'Frames arrive whole, and TCP on this path no longer sends again.',
      'zh-CN': '帧完整到达，这条路径上的 TCP 不再重传。',
    },
    verify: {
      en: `"ip -s -s link show ${device}" shows the same number under crc and frame after five minutes of traffic.`,
      'zh-CN': `有流量五分钟后，"ip -s -s link show ${device}" 的 crc 和 frame 数字不变。`,
    },
    notWhen: {
      en: 'Somebody plugged the cable just now, or the switch was restarted.',
      'zh-CN': '刚有人插拔线缆，或交换机刚重启。',
    },
  };
}

/** Frames are damaged on the wire, or the link comes and goes. */
export const linkErrors: Rule = {
  id: 'link-errors',
  layer: 'link',
  title: { en: 'Damaged frames or an unsteady link', 'zh-CN': '帧损坏或链路不稳' },
  metrics: [...DAMAGED, CARRIER_LOST, PACKETS],
  tunables: [],
  about: {
    feels: ['drops', 'slow'],
    symptom: {
      en: 'One link is slow or unsteady, whatever the settings.',
      'zh-CN': '不论怎么设置，某条链路都慢或不稳。',
    },
    reasoning: {
      en: 'At least ten frames, and more than 0.001 % of those that arrived, with a wrong checksum or alignment within five minutes (critical above 1 %), or two outages of the link. Cleared by five minutes without either. Cards only.',
      'zh-CN':
        '五分钟内至少十个帧、且超过到达帧的 0.001 % 校验和或对齐错误（超过 1 % 为严重），或链路断开两次。五分钟内都没有则解除。仅限物理网卡。',
    },
    formula: NO_WORDS,
    sources: ['Documentation/networking/statistics.rst (rx_crc_errors, rx_frame_errors)', 'IEEE 802.3, clause 30'],
  },
  evaluate: (context, firing) =>
    context.window
      .labelsOf(PACKETS)
      .flatMap((labels) => findingOf(context, labels, firing.has(deviceOf(labels))) ?? []),
};
