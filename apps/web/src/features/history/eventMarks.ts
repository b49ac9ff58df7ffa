import type { AdviceRecord } from '@netstrata/advisor/types';
import type { ChartMark } from '../../components/chart/types.ts';
import type { ChangeMark } from '../changes/marks/marks.ts';
import type { TimeWindow } from '../time/timeRange.ts';

/** A picture with more of them shows nothing else. */
const MOST = 12;

/** What happened in a time, oldest first: advice of the rules in question, and every change; the newest where there is too much. */
export const eventMarks = (
  { advice, changes }: { readonly advice: readonly AdviceRecord[]; readonly changes: readonly ChangeMark[] },
  rules: ReadonlySet<string> | undefined,
  { fromMs, toMs }: TimeWindow,
): readonly ChartMark[] => {
  const said = advice.flatMap(({ kind, timeMs, id, rule, title }): readonly ChartMark[] =>
    (kind === 'opened' || kind === 'closed') && (rules === undefined || rules.has(rule))
      ? [{ id: `${id} ${kind} ${timeMs}`, timeMs, kind, text: title }]
      : [],
  );
  const done = changes.map(({ id, timeMs, kind, what }): ChartMark => ({ id, timeMs, kind, text: what }));
  return [...said, ...done]
    .filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs)
    .toSorted((a, b) => a.timeMs - b.timeMs)
    .slice(-MOST);
};
