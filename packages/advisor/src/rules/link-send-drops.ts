import { formatValue, ID, type Labels, type Words } from '@netstrata/metrics';
import { changeOfDevice, NO_CHANGE } from '../change.ts';
import { deviceOf, settingsOf } from '../devices.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { pow2ceil } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const DROPPED = ID.dev.txDropped;
const PACKETS = ID.dev.txPackets;
const LENGTH = 'link.netClass.txQueueLen';
const QUEUE = 'sysfs.tx_queue_len';
const WINDOW_SECONDS = 60;
const MIN_COVERED_SECONDS = 10;
const MIN_DROPS = 10;
const MIN_PACKETS = 1000;
/** Of the packets that the device was given. */
const SHARE = { fire: 0.01, clear: 0.001 };
/** What the kernel starts a device with, unless its driver says less. */
const USUAL_LENGTH = 1000;
const MOST_LENGTH = 10_000;

/** A TUN or TAP device keeps as many packets as txqueuelen for the program behind it. */
const isTun = (context: RuleContext, device: string): boolean => settingsOf(context, device)?.driver?.name === 'tun';

/** A longer queue before the program of a TUN or TAP device. */
function cureOf(context: RuleContext, device: string): Pick<Finding, 'changes' | 'arithmetic'> {
  const length = context.window.last(LENGTH, { device });
  if (length === undefined || !isTun(context, device)) return NO_CHANGE;
  const proposed = Math.min(MOST_LENGTH, Math.max(USUAL_LENGTH, pow2ceil(2 * length)));
  if (proposed <= length) return NO_CHANGE;
  return {
    changes: changeOfDevice({ device }, QUEUE, { current: length, proposed }),
    arithmetic: {
      en: `twice the ${length} packets of now, as a power of two, at least ${USUAL_LENGTH} and at most ${MOST_LENGTH}: ${proposed}`,
      'zh-CN': `取现在 ${length} 个包的两倍，再取 2 的幂，限于 ${USUAL_LENGTH} 到 ${MOST_LENGTH} = ${proposed}`,
    },
  };
}

function actionsOf(context: RuleContext, device: string): readonly Words[] {
  if (!isTun(context, device))
    return [
      {
        en: `See what the driver counts: "ethtool -S ${device} | grep -i -e drop -e err -e busy", and "ip -s -s link show ${device}" for errors and carrier losses beside.`,
        'zh-CN': `看驱动的计数："ethtool -S ${device} | grep -i -e drop -e err -e busy"，以及 "ip -s -s link show ${device}" 中的错误和载波丢失。`,
      },
      {
        en: 'A link that is down, a peer of a pair (veth) that does not take packets, and a packet larger than the device can are the usual reasons.',
        'zh-CN': '常见原因：链路断开、veth 对端不收包、包超过设备所能发送的大小。',
      },
    ];
  return [
    {
      en: 'The program behind it (VPN, virtual machine) reads too slowly: give it a CPU of its own, more queues where it can (multi_queue), or fewer packets. A longer queue holds bursts, no lasting excess.',
      'zh-CN':
        '后面的程序（VPN、虚拟机）读得太慢：给它单独的 CPU，能用多队列（multi_queue）就用，或减少包数。更长的队列只能吸收突发，装不下持续的超量。',
    },
  ];
}

function findingOf(context: RuleContext, labels: Labels, open: boolean): Finding | undefined {
  const { window } = context;
  const device = deviceOf(labels);
  const dropped = window.delta(DROPPED, WINDOW_SECONDS, labels);
  const sent = window.delta(PACKETS, WINDOW_SECONDS, labels);
  if (dropped === undefined || sent === undefined) return undefined;
  const all = dropped + sent;
  const share = dropped / Math.max(1, all);
  if (!isOver(share, SHARE, open) || (!open && (dropped < MIN_DROPS || all < MIN_PACKETS))) return undefined;
  if (!open && window.coveredSeconds(DROPPED, labels) < MIN_COVERED_SECONDS) return undefined;
  const behind = isTun(context, device)
    ? {
        en: 'Behind this device is a program, such as a VPN or a virtual machine: packets wait for it in a queue of txqueuelen places, and what comes while that is full is dropped.',
        'zh-CN':
          '这个设备后面是一个程序，如 VPN 或虚拟机：包在有 txqueuelen 个位置的队列里等它，满了之后再来的就被丢弃。',
      }
    : {
        en: 'The queue before the device let them pass, and its driver then had no room, no link or no other end for them.',
        'zh-CN': '设备前面的队列放行了它们，之后驱动却没有空间、没有链路或没有对端来接收。',
      };
  return {
    subject: device,
    severity: 'warning',
    confidence: 'high',
    title: {
      en: `${device} drops ${formatValue(share, 'share')} of what is sent by it, after its queue`,
      'zh-CN': `${device} 在队列之后丢弃了发送包的 ${formatValue(share, 'share')}`,
    },
    why: {
      en: `A packet to send passes the queueing discipline and is then given to the driver of the device. ${behind.en} TCP has to send it again, UDP loses it; no counter of TCP or IP tells that it was lost on this host.`,
      'zh-CN': `要发的包先经过排队规则，再交给设备驱动。${behind['zh-CN']}TCP 只得重传，UDP 就丢了；TCP 和 IP 的计数都不会说明它丢在本机。`,
    },
    where: {
      en: `${device}: ${formatValue(dropped, 'count')} of ${formatValue(all, 'count')} packets in the last minute`,
      'zh-CN': `${device}：最近一分钟 ${formatValue(all, 'count')} 个包中丢弃 ${formatValue(dropped, 'count')} 个`,
    },
    evidence: [
      ...growthEvidence(window, { metric: DROPPED, labels }, WINDOW_SECONDS),
      ...growthEvidence(window, { metric: PACKETS, labels }, WINDOW_SECONDS),
      ...lastEvidence(window, { metric: LENGTH, labels }),
    ],
    ...cureOf(context, device),
    actions: actionsOf(context, device),
    risk: { en: 'Packets wait longer in a longer queue.', 'zh-CN': '队列越长，包等得越久。' },
    expectedEffect: { en: 'What is sent leaves the host.', 'zh-CN': '发出的包离开本机。' },
    verify: {
      en: `"ip -s link show ${device}" shows the same number below TX dropped after a minute of the same load.`,
      'zh-CN': `相同负载一分钟后，"ip -s link show ${device}" 中 TX dropped 下的数字不变。`,
    },
    notWhen: {
      en: 'The device leads nowhere on purpose, or its link is down and everybody knows.',
      'zh-CN': '设备有意不通向任何地方，或其链路断开而大家都知道。',
    },
  };
}

/** A device drops what it is given to send. */
export const linkSendDrops: Rule = {
  id: 'link-send-drops',
  layer: 'link',
  title: { en: 'A device drops what it is given to send', 'zh-CN': '设备丢弃交给它发送的包' },
  metrics: [DROPPED, PACKETS, LENGTH],
  tunables: [QUEUE],
  about: {
    feels: ['drops', 'upload'],
    symptom: {
      en: 'Packets vanish between this host and a container, virtual machine or VPN, with nothing lost on the wire.',
      'zh-CN': '包在本机与容器、虚拟机或 VPN 之间消失，线路上却没有丢。',
    },
    reasoning: {
      en: 'More than 1 % of the packets that a device was given within a minute are counted as dropped on sending, ten at least of a thousand; cleared at 0.1 %. What its queueing discipline drops is another counter.',
      'zh-CN':
        '一分钟内交给设备的包有超过 1 % 计为发送时丢弃，且一千个包中至少十个；降到 0.1 % 解除。排队规则丢弃的是另一个计数。',
    },
    formula: {
      en: 'for TUN and TAP: txqueuelen twice the present one, as a power of two, at least 1,000 and at most 10,000',
      'zh-CN': '对 TUN 和 TAP：txqueuelen 为当前的两倍，取 2 的幂，限于 1,000 到 10,000',
    },
    sources: ['Documentation/networking/statistics.rst (tx_dropped)', 'drivers/net/tun.c of the kernel (tun_net_xmit)'],
  },
  evaluate: (context, firing) =>
    context.window
      .labelsOf(DROPPED)
      .flatMap((labels) => findingOf(context, labels, firing.has(deviceOf(labels))) ?? []),
};
