import { formatValue } from '../format.ts';
import { shareOf, sumKnown } from '../rates.ts';
import type { SampleWindow } from '../types.ts';
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
function spreadOn(window: SampleWindow, cpu: string): string {
  const parts = [
    [partOf(window, ID.softirq.netRx, cpu), 'receive softirqs'],
    [partOf(window, ID.softirq.interrupts, cpu), 'network interrupts'],
  ] as const;
  const known = parts.flatMap(([part, what]) => (part === undefined ? [] : `${formatValue(part, 'share')} of ${what}`));
  return known.length === 0 ? `CPU ${cpu}` : `CPU ${cpu}: ${known.join(', ')}`;
}

/** How near the CPU with most softirq work is to doing nothing else, and how uneven that work is spread. */
export function softirqGauge({ window }: StackInput): Reading {
  const cpus = cpusOf(window);
  const [most] = cpus;
  const least = cpus.at(-1);
  const { gauge } = readGauge({
    id: 'link.softirqCpu',
    title: 'Softirq on its busiest CPU',
    value: most?.share,
    limit: 1,
    unit: 'share',
    limitName: 'the time of one CPU',
    metric: ID.softirq.cpuSeconds,
    detail:
      most === undefined
        ? missingReason(window, ID.softirq.cpuSeconds, 'the softirq time of each CPU')
        : spreadOn(window, most.cpu),
    levels: LEVELS.softirqCpu,
    subject: 'softirq',
  });
  if (gauge.state !== 'busy' || most === undefined) return { gauge, signals: [] };
  const time = ({ share }: Cpu) => formatValue(share, 'share');
  const idlest = least === undefined || least === most ? '' : `, CPU ${least.cpu} ${time(least)}`;
  return {
    gauge,
    signals: [{ state: 'busy', text: `CPU ${most.cpu} spends ${time(most)} of its time in softirq${idlest}` }],
  };
}
