import type { ChangeRecord, Drift } from '@netstrata/protocol/types';
import { settingKey } from '../changes/settings.ts';

/** Something that happened to a setting. */
export interface SettingEvent {
  readonly kind: 'changed' | 'undone' | 'drift';
  readonly timeMs: number;
  readonly before: string;
  readonly after: string;
  /** As in the audit; of drift what the kernel tells, undefined where it does not. */
  readonly by: string | undefined;
  readonly because: string;
  /** The change of this product that it belongs to. */
  readonly change: ChangeRecord | undefined;
}

/** What happened to one setting, the newest first. */
export const historyOf = (
  key: string,
  changes: readonly ChangeRecord[],
  drifts: readonly Drift[],
): readonly SettingEvent[] => {
  const own = changes.flatMap((change): readonly SettingEvent[] => {
    const setting = change.changes.find((each) => settingKey(each) === key);
    if (setting === undefined || change.state === 'refused') return [];
    const { before, after } = setting;
    const { because, by, undo } = change;
    const made: SettingEvent = {
      kind: 'changed',
      timeMs: change.appliedMs ?? change.requestedMs,
      before,
      after,
      by,
      because,
      change,
    };
    if (change.state !== 'undone') return [made];
    const left = undo?.settings.find((each) => settingKey(each) === key);
    if (left?.outcome !== 'restored') return [made];
    const timeMs = undo?.timeMs ?? change.decidedMs ?? made.timeMs;
    return [{ ...made, kind: 'undone', timeMs, before: after, after: before, by: change.decidedBy, because: '' }, made];
  });
  const others = drifts
    .filter((drift) => settingKey(drift) === key)
    .map(({ timeMs, before, after, by }): SettingEvent => {
      return { kind: 'drift', timeMs, before, after, by, because: '', change: undefined };
    });
  return [...own, ...others].toSorted((a, b) => b.timeMs - a.timeMs);
};
