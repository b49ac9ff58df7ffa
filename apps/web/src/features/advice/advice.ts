import type { Advice, AdviceApplied, Evidence } from '@netstrata/advisor/types';
import { byUrgency } from '@netstrata/advisor/urgency';
import { type DisplayUnit, type FormatOptions, formatValue } from '@netstrata/metrics';
import type { Messages } from '../../locale/messages.ts';

/** Those that nobody has set aside, most urgent first. */
export const openAdvice = (advice: readonly Advice[]): readonly Advice[] =>
  advice.filter(({ mark }) => mark === undefined).toSorted(byUrgency);

/** The advice to name first: open, not set aside, and more than a note. */
export const mostUrgent = ({ advice = [] }: { readonly advice?: readonly Advice[] | undefined }): Advice | undefined =>
  openAdvice(advice).find(({ severity }) => severity !== 'info');

/** The values of a proposed triple, with those that change told apart from those that stay. */
export const changedParts = (
  current: string,
  proposed: string,
): readonly { readonly place: number; readonly value: string; readonly changed: boolean }[] => {
  const before = current.split(/\s+/);
  const after = proposed.split(/\s+/);
  if (before.length !== after.length) return [{ place: 0, value: proposed, changed: true }];
  return after.map((value, place) => ({ place, value, changed: before[place] !== value }));
};

/** What to do first, in a line: what is better than a setting where there is such a thing, else the setting, else the first step. */
export const firstRemedy = ({ better, changes, actions }: Pick<Advice, 'better' | 'changes' | 'actions'>): string => {
  const [change] = changes;
  if (better !== undefined || change === undefined) return better ?? actions[0] ?? '';
  return `${change.tunable} = ${change.proposed}`;
};

/** A rule says so of what it caught in its looks at the sockets, which no clock of the kernel counts. */
export const byLooks = ({ by }: Evidence['labels']): boolean => by === 'looks';

/** Of what on the host a value is: device, CPU, socket; empty of the whole host. */
export const evidencePlace = ({ labels }: Pick<Evidence, 'labels'>): string =>
  Object.entries(labels)
    .filter(([name]) => name !== 'by' || !byLooks(labels))
    .map(([, value]) => value)
    .join(' ');

/** Whether the change of an advice stands. */
export const isMade = (applied: AdviceApplied | undefined): applied is AdviceApplied =>
  applied !== undefined && applied.state !== 'undone';

/** Whether what an advice says and counts is of before: its change was made or taken back since, and its rule has not found it again. */
export const isOfBefore = (applied: AdviceApplied | undefined): boolean =>
  applied !== undefined && applied.state !== 'found';

/** Over which time a value is, as the messages `advice.over` have it; `applied` is of the advice that it is evidence of. */
export const evidenceTime = (
  { labels, over }: Pick<Evidence, 'labels' | 'over'>,
  applied?: AdviceApplied,
): keyof Messages['advice']['over'] => {
  if (isOfBefore(applied)) return 'before';
  return byLooks(labels) ? 'looks' : (over?.as ?? 'now');
};

/** Of what only rules count. */
const CHINESE_WORDS: Readonly<Record<string, string>> = { handshakes: '次握手', entries: '个条目' };

/** A measured value as everywhere on the page; of a unit that only its rule knows, the number and the rule's word. */
export const evidenceText = ({ value, unit }: Evidence, options: FormatOptions): string => {
  const base = unit.replace(/\/s$/, '') as DisplayUnit;
  const known: string | undefined = formatValue(value, base, options);
  const rulesWord = options.locale === 'zh-CN' ? unit.replace(base, CHINESE_WORDS[base] ?? base) : unit;
  return known === undefined
    ? `${formatValue(value, 'count')} ${rulesWord}`
    : formatValue(value, unit as DisplayUnit, { ...options, noun: true });
};
