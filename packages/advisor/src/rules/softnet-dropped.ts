import { formatRate, formatValue, sumDelta, sumRate, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { memoryIsShort, raise } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const DROPPED = 'link.softnet.dropped';
const PROCESSED = 'link.softnet.processed';
const MAX_BACKLOG = 'net.core.netdev_max_backlog';
const WINDOW_SECONDS = 60;
/** Packets a minute. */
const DROPS = { fire: 10, clear: 0 };
/** Of the packets that arrived. */
const CRITICAL_SHARE = 0.01;
const MOST_PACKETS = 65_536;
const SUBJECT = 'host';

/** The CPU that dropped most in the window. */
function worstCpu({ window }: RuleContext): { readonly cpu: string; readonly drops: number } | undefined {
  const cpus = window.labelsOf(DROPPED).map((labels) => ({
    cpu: labels['cpu'] ?? '?',
    drops: window.delta(DROPPED, WINDOW_SECONDS, labels) ?? 0,
  }));
  return cpus.toSorted((a, b) => b.drops - a.drops)[0];
}

/** A queue of twice the length: what overflows is shorter than what the queue holds, or the CPU is too slow in any case. */
function cureOf(context: RuleContext): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const spread = {
    en: 'When one CPU does all the work, spread it: as many queues of the card as CPUs (ethtool -L), or receive packet steering (rps_cpus) for a card with one queue.',
    'zh-CN':
      '若所有工作都在一个 CPU 上，就分散它：网卡队列数与 CPU 数相同（ethtool -L），单队列网卡用接收包分派（rps_cpus）。',
  };
  const [current] = tunableNumbers(context.tunables, MAX_BACKLOG) ?? [];
  if (current === undefined)
    return {
      ...NO_CHANGE,
      actions: [
        {
          en: `Look at ${MAX_BACKLOG}, which the agent cannot read.`,
          'zh-CN': `查看 ${MAX_BACKLOG}，agent 读不到它。`,
        },
        spread,
      ],
    };
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, spread] };
  const { proposed, limitedBy } = raise(current, 2 * current, MOST_PACKETS);
  if (proposed === undefined) return { ...NO_CHANGE, actions: [spread] };
  return {
    changes: changeTo(context, MAX_BACKLOG, proposed),
    arithmetic: {
      en: `${current} packets x 2 = ${proposed}${limitedBy.en}`,
      'zh-CN': `${current} 个包 x 2 = ${proposed}${limitedBy['zh-CN']}`,
    },
    actions: [spread],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const drops = sumDelta(window, DROPPED, WINDOW_SECONDS);
  const worst = worstCpu(context);
  const [labels] = window.labelsOf(DROPPED);
  if (worst === undefined || labels === undefined || !isOver(drops, DROPS, firing.has(SUBJECT))) return [];
  if (!firing.has(SUBJECT) && window.coveredSeconds(DROPPED, labels) < 10) return [];
  const perSecond = sumRate(window, PROCESSED, WINDOW_SECONDS);
  const processed = sumDelta(window, PROCESSED, WINDOW_SECONDS);
  const share = drops === undefined || processed === undefined ? 0 : drops / Math.max(1, drops + processed);
  return [
    {
      subject: SUBJECT,
      severity: share > CRITICAL_SHARE ? 'critical' : 'warning',
      confidence: 'high',
      title: {
        en: 'Packets are dropped before any protocol sees them: the backlog queue of a CPU is full',
        'zh-CN': '包在任何协议看到之前就被丢弃：某个 CPU 的 backlog 队列已满',
      },
      why: {
        en: `Between the card and the protocols each CPU keeps a queue of packets that it has taken over and not worked on yet (packets that were steered to it, and those of virtual devices). It holds ${MAX_BACKLOG} packets; what comes while it is full is dropped. TCP then sends again, UDP does not. The host works on ${formatRate(perSecond, 'packets')} and dropped ${formatValue(drops, 'count')} in the last minute, most of them on CPU ${worst.cpu}.`,
        'zh-CN': `在网卡与协议之间，每个 CPU 有一个队列，存放已接手但尚未处理的包（分派给它的包，以及虚拟设备的包）。最多 ${MAX_BACKLOG} 个；满了之后来的被丢弃。TCP 会重传，UDP 不会。本机处理 ${formatRate(perSecond, 'packets')} 个包，最近一分钟丢弃 ${formatValue(drops, 'count')} 个，多数在 CPU ${worst.cpu} 上。`,
      },
      where: {
        en: `CPU ${worst.cpu}: ${formatValue(worst.drops, 'count')} of ${formatValue(drops, 'count')} packets dropped in the last minute`,
        'zh-CN': `CPU ${worst.cpu}：最近一分钟丢弃的 ${formatValue(drops, 'count')} 个包中占 ${formatValue(worst.drops, 'count')} 个`,
      },
      evidence: [
        ...growthEvidence(window, { metric: DROPPED, labels: { cpu: worst.cpu } }, WINDOW_SECONDS),
        ...knownEvidence({ metric: PROCESSED }, processed, { as: 'sum', seconds: WINDOW_SECONDS }),
      ],
      ...cureOf(context),
      risk: {
        en: 'Risk 1 of 4. Packets wait longer in a longer queue: at most its length divided by the packets a second of that CPU.',
        'zh-CN': '风险 1/4。队列越长，包等得越久：最多为队列长度除以该 CPU 每秒处理的包数。',
      },
      expectedEffect: {
        en: 'Bursts fit into the queue, and the second column of /proc/net/softnet_stat stands still.',
        'zh-CN': '突发装得进队列，/proc/net/softnet_stat 第二列不再变化。',
      },
      verify: {
        en: 'Under the same load the second column of /proc/net/softnet_stat (hexadecimal, a line for each CPU) no longer grows.',
        'zh-CN': '相同负载下 /proc/net/softnet_stat 第二列（十六进制，每个 CPU 一行）不再增长。',
      },
      notWhen: {
        en: 'A CPU is busy with packets all the time (softirq above 90 %): then the queue is full however long it is, and the work has to be spread or made less.',
        'zh-CN': '某个 CPU 一直忙于处理包（softirq 超过 90 %）：那么队列多长都会满，应当分散或减少工作。',
      },
    },
  ];
}

/** The queue between the card and the protocols overflows. */
export const softnetDropped: Rule = {
  id: 'softnet-dropped',
  layer: 'link',
  title: { en: 'Backlog queue of a CPU overflows', 'zh-CN': 'CPU 的 backlog 队列溢出' },
  metrics: [DROPPED, PROCESSED],
  tunables: [MAX_BACKLOG],
  about: {
    feels: ['drops', 'cpu'],
    symptom: {
      en: 'Loss inside the host at high packet rates, while the card itself reports none.',
      'zh-CN': '包速率高时主机内部丢包，而网卡自己没有报告。',
    },
    reasoning: {
      en: 'More than 10 packets a minute dropped from the per-CPU backlog (second column of /proc/net/softnet_stat); critical above 1 % of all packets. Cleared by a minute without any.',
      'zh-CN':
        '每分钟从各 CPU 的 backlog 丢弃超过 10 个包（/proc/net/softnet_stat 第二列）；超过全部包的 1 % 为严重。一分钟没有则解除。',
    },
    formula: { en: 'twice the present length, at most 65,536 packets', 'zh-CN': '当前长度的两倍，最多 65,536 个包' },
    sources: ['Documentation/admin-guide/sysctl/net.rst (netdev_max_backlog)', 'Documentation/networking/scaling.rst'],
  },
  evaluate,
};
