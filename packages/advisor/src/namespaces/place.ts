import type { SampleWindow, Words } from '@netstrata/metrics';
import type { NamespaceRow } from '@netstrata/metrics/details';
import { isOver, type Threshold } from '../hysteresis.ts';
import type { RuleContext } from '../types.ts';

/** Rules say nothing from less history than this. */
const LEAST_SECONDS = 10;
const MINUTE_SECONDS = 60;

/** Another network namespace of the host in which something is dropped. */
export interface DroppingNamespace {
  readonly netns: string;
  readonly subject: string;
  readonly labels: { readonly netns: string };
  /** Within a minute. */
  readonly drops: number;
  /** What the host's newest report says of it. */
  readonly row: NamespaceRow;
}

/** Names that somebody gave by hand are of networks that are built by hand and looked at by hand: no rule speaks of what happens there. */
const OF_PROGRAMS = new Set<NamespaceRow['naming']>(['container', 'pod', 'unit', 'process', 'inode']);

/**
 * Namespaces of containers, pods and services whose counter grew within a minute by more than a threshold, the worst first. The largest
 * sixteen of a host are read every five samples; a container that is made anew under the same name begins from 0, which is no drop.
 */
export function droppingNamespaces(
  { window, details }: Pick<RuleContext, 'window' | 'details'>,
  metric: string,
  { aMinute, firing }: { readonly aMinute: Threshold; readonly firing: ReadonlySet<string> },
): readonly DroppingNamespace[] {
  return window
    .labelsOf(metric)
    .flatMap(({ netns }) => {
      if (netns === undefined) return [];
      const subject = `namespace ${netns}`;
      const labels = { netns };
      const drops = grown(window, metric, labels);
      if (drops === undefined || !isOver(drops, aMinute, firing.has(subject))) return [];
      const row = details?.namespaces?.rows.find(({ name }) => name === netns);
      if (row === undefined || !OF_PROGRAMS.has(row.naming)) return [];
      return [{ netns, subject, labels, drops, row }];
    })
    .toSorted((a, b) => b.drops - a.drops);
}

function grown(window: SampleWindow, metric: string, labels: { readonly netns: string }): number | undefined {
  return window.coveredSeconds(metric, labels) < LEAST_SECONDS
    ? undefined
    : window.delta(metric, MINUTE_SECONDS, labels);
}

/** The namespace, with a program of it where it is known. */
export function nameOf({ netns, row }: DroppingNamespace): Words {
  const who = row.program === undefined ? '' : ` (${row.program}${row.pid === undefined ? '' : `, pid ${row.pid}`})`;
  return { en: `the network namespace ${netns}${who}`, 'zh-CN': `网络命名空间 ${netns}${who}` };
}

/** What is typed before a command that has to run in there. */
export const inside = ({ row }: DroppingNamespace): string => `nsenter -t ${row.pid ?? 'PID'} -n`;

/** How the process is found, where that does not say it. */
export function whichPid({ row }: DroppingNamespace): readonly Words[] {
  if (row.pid !== undefined) return [];
  return [
    {
      en: '"lsns -t net" lists the network namespaces, each with a PID that leads there.',
      'zh-CN': '"lsns -t net" 列出网络命名空间，以及各自可以进入的 PID。',
    },
  ];
}
