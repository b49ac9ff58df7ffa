import type { SettingPast, TunableChange } from '@netstrata/advisor';
import type { AppliedChange, ChangeRecord, Drift } from '@netstrata/protocol';
import type { ToldDrift } from '../drift/DriftDesk.ts';
import { inChinese } from '../language/inChinese.ts';
import { isSame, keyOf, normal } from './settings.ts';

/** Where it is known how a setting came to its value of now. */
export interface Told {
  /** The newest drift of the setting. */
  readonly drift: ToldDrift | undefined;
  /** Changes of the host, the newest first. */
  readonly records: readonly ChangeRecord[];
}

/** The agent's words for a program that is gone, for readers of both languages. */
function bothWays(by: ToldDrift['by']): SettingPast['by'] {
  if (typeof by !== 'string') return by;
  const chinese = inChinese(by);
  return chinese === by ? by : { en: by, 'zh-CN': chinese };
}

/** How a setting came to the value that advice starts from; undefined where the newest that is known left it at another. */
export function settingPast(
  change: TunableChange,
  adviceId: string,
  { drift, records }: Told,
): SettingPast | undefined {
  const key = keyOf(change);
  const own = records
    // What the advice itself brought about is told on it already.
    .filter((record) => record.state === 'kept' && record.adviceId !== adviceId)
    .flatMap(({ changes, appliedMs, requestedMs, by }): SettingPast[] =>
      changes
        .filter((each) => keyOf(each) === key)
        .map(({ before, after }) => ({ timeMs: appliedMs ?? requestedMs, before, after, how: 'change', by })),
    )[0];
  const others: SettingPast | undefined =
    drift === undefined
      ? undefined
      : {
          timeMs: drift.timeMs,
          before: normal(drift.before),
          after: normal(drift.after),
          how: 'drift',
          by: bothWays(drift.by),
        };
  const newest = [own, others].filter((past) => past !== undefined).toSorted((a, b) => b.timeMs - a.timeMs)[0];
  return newest !== undefined && isSame(change.tunable, newest.after, change.current) ? newest : undefined;
}

/** All values that a setting of the host itself is known to have had, changed past this product or from here. */
export function valuesBefore(
  tunable: string,
  drifts: readonly Drift[],
  records: readonly ChangeRecord[],
): readonly string[] {
  const made = records
    .filter(({ state }) => state !== 'refused')
    .flatMap(({ changes }): readonly AppliedChange[] => changes);
  const ofIt = [...drifts, ...made].filter((each) => each.tunable === tunable && each.namespace === 'host');
  return [...new Set(ofIt.flatMap(({ before, after }) => [normal(before), normal(after)]))];
}
