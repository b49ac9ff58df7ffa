import { formatRate, formatValue, ID, sameWords } from '@netstrata/metrics';
import type { InterfaceDetails } from '@netstrata/metrics/details';
import { changeOfDevice } from '../change.ts';
import { settingsOf } from '../devices.ts';
import { knownEvidence } from '../evidence.ts';
import { isOver } from '../hysteresis.ts';
import { queueInterrupts, sumsBy } from '../queueInterrupts.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
/** Interrupts a second of one queue. */
const RATE = { fire: 50_000, clear: 25_000 };
/** What a queue is brought down to: 20,000 a second. */
const WANTED_USECS = 50;
const { interrupts } = ID.softirq;

const ADAPTIVE = 'ethtool.coalesce.adaptive-rx';
const USECS = 'ethtool.coalesce.rx-usecs';
type Cure = Pick<Finding, 'changes' | 'arithmetic'>;

/** Nothing where the card does not say, or waits that long already. */
function cureOf({ device, coalesce = [] }: InterfaceDetails): Cure | undefined {
  const setting = (name: string) => coalesce.find((each) => each.name === name)?.value;
  const adaptive = setting('adaptive-rx');
  const usecs = setting('rx-usecs');
  if (adaptive === false)
    return {
      changes: changeOfDevice({ device }, ADAPTIVE, { current: 'off', proposed: 'on' }),
      arithmetic: {
        en: 'on: the driver waits longer under load, and not at all without',
        'zh-CN': 'on：驱动在有负载时等得久一点，没有负载时不等',
      },
    };
  if (adaptive === true || typeof usecs !== 'number' || usecs >= WANTED_USECS) return undefined;
  return {
    changes: changeOfDevice({ device }, USECS, { current: usecs, proposed: WANTED_USECS }),
    arithmetic: {
      en: `1 s / ${WANTED_USECS} µs = at most 20,000 interrupts a second of each queue, now ${usecs} µs`,
      'zh-CN': `1 s / ${WANTED_USECS} µs = 每个队列每秒最多 20,000 次中断，现在 ${usecs} µs`,
    },
  };
}

function findingOf(
  context: RuleContext,
  device: string,
  queue: { name: string; perSecond: number },
): Finding | undefined {
  const settings = settingsOf(context, device);
  const cure = settings === undefined ? undefined : cureOf(settings);
  if (cure === undefined) return undefined;
  const rate = formatRate(queue.perSecond, 'count');
  return {
    subject: device,
    severity: 'info',
    confidence: 'medium',
    title: {
      en: `${device} interrupts a CPU ${rate} from one queue: nearly once a packet`,
      'zh-CN': `${device} 的一个队列以 ${rate} 的频率中断 CPU：几乎每个包一次`,
    },
    why: {
      en: `An interrupt costs a CPU a microsecond or more before any packet is looked at. A card can wait a little and tell of several packets with one interrupt (coalescing). ${queue.name} of ${device} interrupts ${rate}, and its settings let it do so nearly for every packet.`,
      'zh-CN': `还没看任何包，一次中断就要花掉 CPU 一微秒以上。网卡可以稍等一下，用一次中断通知多个包（合并）。${device} 的 ${queue.name} 中断频率为 ${rate}，它的设置让它几乎每个包都中断一次。`,
    },
    where: sameWords(`${device}, ${queue.name}: ${rate}`),
    evidence: knownEvidence(
      { metric: interrupts, labels: { device, queue: queue.name } },
      Math.round(queue.perSecond),
      { as: 'mean', seconds: WINDOW_SECONDS },
    ),
    ...cure,
    actions: [
      {
        en: 'It holds until the next boot: put it into the settings of the network manager as well.',
        'zh-CN': '只保持到下次启动：同时写入网络管理器的配置。',
      },
      {
        en: `Keep a note of "ethtool -c ${device}" as it is now; that puts it back.`,
        'zh-CN': `记下现在的 "ethtool -c ${device}"；可据此恢复。`,
      },
    ],
    risk: {
      en: `Risk 1 of 4. A packet may wait up to ${formatValue(WANTED_USECS, 'microseconds')} longer before it is told of.`,
      'zh-CN': `风险 1/4。通知一个包最多晚 ${formatValue(WANTED_USECS, 'microseconds')}。`,
    },
    expectedEffect: { en: 'Fewer interrupts, and more packets with each.', 'zh-CN': '中断更少，每次带来更多包。' },
    verify: {
      en: `"grep ${device} /proc/interrupts" grows more slowly under the same load.`,
      'zh-CN': `相同负载下 "grep ${device} /proc/interrupts" 增长更慢。`,
    },
    notWhen: { en: 'Every microsecond of delay counts, as in trading.', 'zh-CN': '每一微秒延迟都要紧，例如交易。' },
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  return [...queueInterrupts(context.window, WINDOW_SECONDS)].flatMap(([device, lines]) => {
    const [most] = sumsBy(lines, ({ queue }) => queue);
    if (most === undefined || !isOver(most.perSecond, RATE, firing.has(device))) return [];
    return findingOf(context, device, most) ?? [];
  });
}

/** A card interrupts for nearly every packet. */
export const nicCoalesce: Rule = {
  id: 'nic-coalesce',
  layer: 'link',
  title: { en: 'An interrupt for nearly every packet', 'zh-CN': '几乎每个包一次中断' },
  metrics: [interrupts],
  tunables: [ADAPTIVE, USECS],
  about: {
    feels: ['cpu'],
    symptom: {
      en: 'Much CPU time goes into interrupts at high packet rates.',
      'zh-CN': '包速率高时，大量 CPU 时间花在中断上。',
    },
    reasoning: {
      en: 'More than 50,000 interrupts a second of one queue over a minute (cleared at half), while adaptive coalescing is off, or missing and rx-usecs below 50.',
      'zh-CN':
        '一分钟内单个队列每秒超过 50,000 次中断（降到一半解除），而自适应合并关闭，或不支持且 rx-usecs 小于 50。',
    },
    formula: { en: 'adaptive-rx on, else rx-usecs 50', 'zh-CN': 'adaptive-rx on，否则 rx-usecs 50' },
    sources: ['ethtool(8), -C', 'Documentation/networking/ethtool-netlink.rst (COALESCE_SET)'],
  },
  evaluate,
};
