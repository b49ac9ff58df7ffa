import { formatValue } from '../format.ts';
import { shareOf, sumKnown } from '../rates.ts';
import type { SampleWindow } from '../types.ts';
import { joinWords, NO_WORDS, sameWords, type Words, words } from '../words/index.ts';
import { missingReason, type StackInput } from './context.ts';
import { type Reading, readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { LEVELS, NOW_SECONDS, SPREAD_MINIMUM_PER_SECOND } from './thresholds.ts';

interface Cpu {
  readonly cpu: string;
  /** Of its time, in softirq. */
  readonly share: number;
}

/** The CPUs of which it is known, the busiest first. */
function cpusOf(window: SampleWindow): Cpu[] {
  const cpus = window.labelsOf(ID.softirq.cpuSeconds).flatMap((labels) => {
    const share = window.rate(ID.softirq.cpuSeconds, NOW_SECONDS, labels);
    return share === undefined ? [] : { cpu: labels['cpu'] ?? '?', share };
  });
  return cpus.sort((a, b) => b.share - a.share);
}

/** How much of all that is counted is this CPU's; undefined with too little of it to say. */
function partOf(window: SampleWindow, metric: string, cpu: string): number | undefined {
  const rates = window
    .labelsOf(metric)
    .map((labels) => [labels['cpu'], window.rate(metric, NOW_SECONDS, labels)] as const);
  const all = sumKnown(rates.map(([, rate]) => rate));
  if (all === undefined || all < SPREAD_MINIMUM_PER_SECOND) return undefined;
  return shareOf(sumKnown(rates.map(([of, rate]) => (of === cpu ? rate : 0))), all);
}

/** "CPU 1: 97 % of receive softirqs, 99 % of network interrupts". */
function spreadOn(window: SampleWindow, cpu: string): Words {
  const parts = [
    [partOf(window, ID.softirq.netRx, cpu), words('receive softirqs', '接收 softirq 的')],
    [partOf(window, ID.softirq.interrupts, cpu), words('network interrupts', '网络中断的')],
  ] as const;
  const known = parts.flatMap(([part, what]) => {
    const share = formatValue(part, 'share');
    return part === undefined ? [] : words(`${share} of ${what.en}`, `${what['zh-CN']} ${share}`);
  });
  if (known.length === 0) return sameWords(`CPU ${cpu}`);
  const all = joinWords(known, words(', ', '，'));
  return words(`CPU ${cpu}: ${all.en}`, `CPU ${cpu}：${all['zh-CN']}`);
}

/** How near the CPU with most softirq work is to doing nothing else, and how uneven that work is spread. */
export function softirqGauge({ window }: StackInput): Reading {
  const cpus = cpusOf(window);
  const [most] = cpus;
  const least = cpus.at(-1);
  const { gauge } = readGauge({
    id: 'link.softirqCpu',
    title: words('Softirq on its busiest CPU', '最忙 CPU 上的 softirq'),
    value: most?.share,
    limit: 1,
    unit: 'share',
    limitName: words('the time of one CPU', '一个 CPU 的时间'),
    metric: ID.softirq.cpuSeconds,
    detail:
      most === undefined
        ? missingReason(window, ID.softirq.cpuSeconds, words('the softirq time of each CPU', '各 CPU 的 softirq 时间'))
        : spreadOn(window, most.cpu),
    levels: LEVELS.softirqCpu,
    subject: words('softirq', 'softirq 时间'),
  });
  if (gauge.state !== 'busy' || most === undefined) return { gauge, signals: [] };
  const time = ({ share }: Cpu) => formatValue(share, 'share');
  const idlest =
    least === undefined || least === most
      ? NO_WORDS
      : words(`, CPU ${least.cpu} ${time(least)}`, `，CPU ${least.cpu} 为 ${time(least)}`);
  const text = words(
    `CPU ${most.cpu} spends ${time(most)} of its time in softirq${idlest.en}`,
    `CPU ${most.cpu} 有 ${time(most)} 的时间在 softirq 中${idlest['zh-CN']}`,
  );
  return {
    gauge,
    signals: [{ state: 'busy', text }],
  };
}
