import { AND, COMMAS, formatValue, ID, joinWords, NO_WORDS, sameWords, type Words } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import { changeOfDevice } from '../change.ts';
import { rateEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
/** Bytes a second in the direction that the offload helps: 400 Mbit/s. */
const TRAFFIC = { fire: 50_000_000, clear: 25_000_000 };

/** By the kernel's names, with the word that ethtool -K takes. */
const OFFLOADS = [
  { feature: 'rx-gro', word: 'gro', way: 'rx', does: { en: 'merging of received packets', 'zh-CN': '合并收到的包' } },
  {
    feature: 'rx-checksum',
    word: 'rx',
    way: 'rx',
    does: { en: 'checking of received checksums', 'zh-CN': '校验收到的校验和' },
  },
  {
    feature: 'tx-checksum-ip-generic',
    word: 'tx',
    way: 'tx',
    does: { en: 'making of checksums', 'zh-CN': '计算校验和' },
  },
  {
    feature: 'tx-generic-segmentation',
    word: 'gso',
    way: 'tx',
    does: { en: 'cutting into packets as late as possible', 'zh-CN': '尽量推迟切包' },
  },
  {
    feature: 'tx-tcp-segmentation',
    word: 'tso',
    way: 'tx',
    does: { en: 'cutting of TCP into packets by the card', 'zh-CN': '由网卡把 TCP 切成包' },
  },
] as const;
type Offload = (typeof OFFLOADS)[number];
const settingOf = (feature: Offload['feature']) => `ethtool.features.${feature}`;

/** Those that the device could do and that somebody switched off. */
function switchedOff({ features = [] }: InterfaceDetails): readonly Offload[] {
  return OFFLOADS.filter(({ feature }) =>
    features.some(({ name, on, wanted, fixed }) => name === feature && !on && !wanted && !fixed),
  );
}

function findingOf(context: RuleContext, settings: InterfaceDetails, open: boolean): Finding | undefined {
  const { window } = context;
  const { device } = settings;
  const labels = { device };
  const metrics = { rx: ID.dev.rxBytes, tx: ID.dev.txBytes } as const;
  const off = switchedOff(settings).filter(({ way }) =>
    isOver(window.rate(metrics[way], WINDOW_SECONDS, labels), TRAFFIC, open),
  );
  if (off.length === 0) return undefined;
  const names = joinWords(
    off.map(({ does, word }) => ({ en: `${does.en} (${word})`, 'zh-CN': `${does['zh-CN']}（${word}）` })),
    COMMAS,
  );
  const ways = [...new Set(off.map(({ way }) => way))];
  const rates = ways.map((way): Words => {
    const rate = formatValue(window.rate(metrics[way], WINDOW_SECONDS, labels), 'bytes/s');
    return way === 'rx'
      ? { en: `receives ${rate}`, 'zh-CN': `接收 ${rate}` }
      : { en: `sends ${rate}`, 'zh-CN': `发送 ${rate}` };
  });
  return {
    subject: device,
    severity: 'info',
    confidence: 'medium',
    title: {
      en: `${device} leaves work to the CPU that it could do itself: ${off.map(({ word }) => word).join(', ')} off`,
      'zh-CN': `${device} 把自己能做的工作留给了 CPU：${off.map(({ word }) => word).join('、')} 已关闭`,
    },
    why: {
      en: `A card and its driver can take work off the CPU: with it the kernel handles up to 64 kB at once instead of 1,500 bytes, and reads no byte for checksums. On ${device} these are off though it can do them: ${names.en}. It ${joinWords(rates, AND).en}, so the CPU walks the whole stack for each single packet.`,
      'zh-CN': `网卡及其驱动可以分担 CPU 的工作：内核一次可处理多达 64 kB 而不是 1,500 字节，也不必为校验和读任何字节。${device} 上这些功能能做却关着：${names['zh-CN']}。它${joinWords(rates, COMMAS)['zh-CN']}，于是 CPU 要为每个包走一遍整个协议栈。`,
    },
    where: joinWords([{ en: `${device}: `, 'zh-CN': `${device}：` }, joinWords(rates, COMMAS)], NO_WORDS),
    evidence: ways.flatMap((way) => rateEvidence(window, { metric: metrics[way], labels }, WINDOW_SECONDS)),
    changes: off.flatMap(({ feature }) =>
      changeOfDevice({ device }, settingOf(feature), { current: 'off', proposed: 'on' }),
    ),
    arithmetic: {
      en: `on: the device can do it, and it ${joinWords(rates, AND).en}`,
      'zh-CN': `on：设备支持，且它${joinWords(rates, AND)['zh-CN']}`,
    },
    actions: [
      {
        en: 'It holds until the next boot: put it into the settings of the network manager as well.',
        'zh-CN': '只保持到下次启动：同时写入网络管理器的配置。',
      },
      {
        en: 'If somebody switched it off for a reason (a faulty driver, exact captures with tcpdump), ask before.',
        'zh-CN': '若有人因故关闭它（驱动有问题、要用 tcpdump 精确抓包），先问清楚。',
      },
    ],
    risk: {
      en: 'A driver with a flaw may send wrong checksums or stall; watch errors and retransmissions for some minutes. LRO is another thing and stays off where packets are forwarded.',
      'zh-CN': '有缺陷的驱动可能发出错误的校验和或卡住；观察几分钟错误和重传。LRO 是另一回事，转发包的地方要保持关闭。',
    },
    expectedEffect: {
      en: 'Less CPU time in softirq for the same traffic.',
      'zh-CN': '同样的流量，softirq 占的 CPU 时间更少。',
    },
    verify: {
      en: `"ethtool -k ${device}" shows them on, and "mpstat -P ALL 5" less %soft under the same load.`,
      'zh-CN': `"ethtool -k ${device}" 显示它们已开启，相同负载下 "mpstat -P ALL 5" 的 %soft 更低。`,
    },
    notWhen: {
      en: 'Packets are captured as they are on the wire, or delay counts more than throughput.',
      'zh-CN': '要按线路上的原样抓包，或延迟比吞吐更重要。',
    },
  };
}

/** Offloads that a card has and does not use. */
export const offloadOff: Rule = {
  id: 'offload-off',
  layer: 'link',
  title: { en: 'Card leaves work to the CPU', 'zh-CN': '网卡把工作留给 CPU' },
  metrics: [ID.dev.rxBytes, ID.dev.txBytes],
  tunables: OFFLOADS.map(({ feature }) => settingOf(feature)),
  about: {
    feels: ['cpu', 'slow'],
    symptom: { en: 'Much CPU time in softirq for little traffic.', 'zh-CN': '流量不大，softirq 却占用大量 CPU 时间。' },
    reasoning: {
      en: 'A card moves more than 400 Mbit/s over a minute (cleared at half) in a direction in which merging, segmentation or checksums are switched off, although the device could do them and nothing else forbids it.',
      'zh-CN':
        '网卡某个方向一分钟内超过 400 Mbit/s（降到一半解除），而该方向的合并、分段或校验和功能关着，设备却支持，也没有别的东西禁止。',
    },
    formula: sameWords('on'),
    sources: ['Documentation/networking/segmentation-offloads.rst', 'ethtool(8), -K'],
  },
  evaluate: (context, firing) =>
    (context.details?.interfaces?.interfaces ?? [])
      .filter(({ physical }) => physical)
      .flatMap((settings) => findingOf(context, settings, firing.has(settings.device)) ?? []),
};
