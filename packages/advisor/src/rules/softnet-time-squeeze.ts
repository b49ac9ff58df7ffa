import { formatValue, ID, joinWords, NO_WORDS, SEMICOLONS, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { raise } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { softirqCpus } from '../softirqCpus.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const SQUEEZED = ID.softnet.timeSqueeze;
const { cpuSeconds } = ID.softirq;
const BUDGET = 'net.core.netdev_budget';
const BUDGET_USECS = 'net.core.netdev_budget_usecs';
const WINDOW_SECONDS = 60;
const MIN_COVERED_SECONDS = 10;
/** Rounds a minute. */
const ROUNDS = { fire: 10, clear: 0 };
/** Of the CPU's time: a few rounds cut short without load are no news. */
const BUSY = { fire: 0.5, clear: 0.3 };
/** With more than this no budget gives the CPU time that it does not have. */
const EXHAUSTED_SHARE = 0.9;
const MOST_PACKETS = 1200;
const MOST_USECS = 16_000;
const SUBJECT = 'host';

interface Squeezed {
  readonly cpu: string;
  readonly rounds: number;
  readonly share: number;
}

/** The CPU with most rounds cut short, of those that have work enough for it to matter. */
function worstOf({ window }: RuleContext, open: boolean): Squeezed | undefined {
  const cpus = softirqCpus(window, WINDOW_SECONDS).map(({ cpu, share }) => ({
    cpu,
    share,
    rounds: window.delta(SQUEEZED, WINDOW_SECONDS, { cpu }) ?? 0,
  }));
  return cpus.filter(({ share }) => isOver(share, BUSY, open)).toSorted((a, b) => b.rounds - a.rounds)[0];
}

const SPREAD = {
  en: 'Spread the work: more queues of the card ("ethtool -L"), or receive packet steering (rps_cpus) for a card without.',
  'zh-CN': '分散工作：增加网卡队列（"ethtool -L"），没有多队列的网卡用接收包分派（rps_cpus）。',
};

function cureOf(context: RuleContext, { share }: Squeezed): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const [packets] = tunableNumbers(context.tunables, BUDGET) ?? [];
  const [usecs] = tunableNumbers(context.tunables, BUDGET_USECS) ?? [];
  if (share > EXHAUSTED_SHARE || packets === undefined || usecs === undefined)
    return { ...NO_CHANGE, actions: [SPREAD] };
  const more = raise(packets, 2 * packets, MOST_PACKETS).proposed;
  const longer = raise(usecs, 2 * usecs, MOST_USECS).proposed;
  const changes = [
    ...(more === undefined ? [] : changeTo(context, BUDGET, more)),
    ...(longer === undefined ? [] : changeTo(context, BUDGET_USECS, longer)),
  ];
  const parts = [
    ...(more === undefined
      ? []
      : [
          {
            en: `${packets} packets x 2, at most ${MOST_PACKETS}: ${more}`,
            'zh-CN': `${packets} 个包 x 2，最多 ${MOST_PACKETS}：${more}`,
          },
        ]),
    ...(longer === undefined
      ? []
      : [
          {
            en: `${usecs} µs x 2, at most ${MOST_USECS}: ${longer}`,
            'zh-CN': `${usecs} µs x 2，最多 ${MOST_USECS}：${longer}`,
          },
        ]),
  ];
  return {
    changes,
    arithmetic: changes.length === 0 ? NO_WORDS : joinWords(parts, SEMICOLONS),
    actions: [SPREAD],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  const worst = worstOf(context, open);
  if (worst === undefined || !isOver(worst.rounds, ROUNDS, open)) return [];
  const { cpu, rounds, share } = worst;
  if (!open && window.coveredSeconds(SQUEEZED, { cpu }) < MIN_COVERED_SECONDS) return [];
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: share > EXHAUSTED_SHARE ? 'high' : 'medium',
      title: {
        en: `CPU ${cpu} stops receiving with packets left: its budget for one round is used up`,
        'zh-CN': `CPU ${cpu} 还有包未取就停止接收：一轮的预算已用完`,
      },
      why: {
        en: `A CPU takes packets from the cards in rounds of softirq. A round ends after ${BUDGET} packets or ${BUDGET_USECS} microseconds, so that programs get their turn, and what is left waits in the ring, which may overflow meanwhile. That happened ${formatValue(rounds, 'count')} times on CPU ${cpu} in the last minute, and it spent ${formatValue(share, 'share')} of its time in softirq.${share > EXHAUSTED_SHARE ? ' It has hardly any time left, so longer rounds give it none: the work has to go to other CPUs.' : ''}`,
        'zh-CN': `CPU 按 softirq 轮次从网卡取包。一轮在 ${BUDGET} 个包或 ${BUDGET_USECS} 微秒后结束，好让程序轮到运行，剩下的在环里等，其间环可能溢出。最近一分钟 CPU ${cpu} 上发生了 ${formatValue(rounds, 'count')} 次，它有 ${formatValue(share, 'share')} 的时间在 softirq。${share > EXHAUSTED_SHARE ? '它几乎没有余力，加长轮次也变不出时间：工作要分给其他 CPU。' : ''}`,
      },
      where: {
        en: `CPU ${cpu}: ${formatValue(rounds, 'count')} rounds cut short in the last minute`,
        'zh-CN': `CPU ${cpu}：最近一分钟 ${formatValue(rounds, 'count')} 轮被截断`,
      },
      evidence: [
        ...growthEvidence(window, { metric: SQUEEZED, labels: { cpu } }, WINDOW_SECONDS),
        ...knownEvidence({ metric: cpuSeconds, labels: { cpu } }, Number(share.toPrecision(3)), {
          as: 'mean',
          seconds: WINDOW_SECONDS,
        }),
      ],
      ...cureOf(context, worst),
      risk: {
        en: 'Risk 2 of 4. Programs on that CPU wait longer for their turn.',
        'zh-CN': '风险 2/4。该 CPU 上的程序要等更久才轮到。',
      },
      expectedEffect: {
        en: 'A round takes up all that has arrived; the third column of /proc/net/softnet_stat stands still.',
        'zh-CN': '一轮取走所有到达的包；/proc/net/softnet_stat 第三列不再变化。',
      },
      verify: {
        en: 'Under the same load the third column of /proc/net/softnet_stat (hexadecimal, a line for each CPU) grows by less than ten a minute.',
        'zh-CN': '相同负载下 /proc/net/softnet_stat 第三列（十六进制，每个 CPU 一行）每分钟增长不到十次。',
      },
      notWhen: {
        en: 'Programs on this CPU need their turn at once, such as audio or trading.',
        'zh-CN': '该 CPU 上的程序必须立刻轮到，例如音频或交易。',
      },
    },
  ];
}

/** Softirq rounds end with packets left. */
export const softnetTimeSqueeze: Rule = {
  id: 'softnet-time-squeeze',
  layer: 'link',
  title: { en: 'Softirq rounds end with packets left', 'zh-CN': 'softirq 轮次结束时还有包未取' },
  metrics: [SQUEEZED, cpuSeconds],
  tunables: [BUDGET, BUDGET_USECS],
  about: {
    feels: ['late', 'drops', 'cpu'],
    symptom: {
      en: 'Delays and loss at high packet rates, with one CPU busy in softirq.',
      'zh-CN': '包速率高时有延迟和丢包，而一个 CPU 忙于 softirq。',
    },
    reasoning: {
      en: 'More than ten rounds of one CPU cut short within a minute (third column of /proc/net/softnet_stat), while it spent more than half of its time in softirq; cleared without any, or at 30 %. Above 90 % a longer round is not advised: the CPU has no time left.',
      'zh-CN':
        '一分钟内某个 CPU 有超过十轮被截断（/proc/net/softnet_stat 第三列），且一半以上的时间在 softirq；没有截断或降到 30 % 解除。超过 90 % 不建议加长轮次：CPU 没有余力。',
    },
    formula: {
      en: 'netdev_budget twice the present value, at most 1,200; netdev_budget_usecs likewise, at most 16,000',
      'zh-CN': 'netdev_budget 为当前值的两倍，最多 1,200；netdev_budget_usecs 同样，最多 16,000',
    },
    sources: [
      'Documentation/admin-guide/sysctl/net.rst (netdev_budget)',
      'net/core/dev.c of the kernel (net_rx_action)',
    ],
  },
  yieldsTo: ['nic-channels', 'rps-missing'],
  evaluate,
};
