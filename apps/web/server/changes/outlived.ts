import type { AppliedChange, ChangeRecord } from '@netstrata/protocol';
import { keyOf } from './settings.ts';

/** As long as the history: a year, and the day that a leap year has more. */
export const CHANGE_KEPT_MS = 366 * 86_400_000;

interface Decided {
  readonly id: string;
  readonly state: ChangeRecord['state'];
  readonly changes: readonly AppliedChange[];
}

/**
 * Which of one host's old changes tell nothing of the present any more: those that were taken back or refused, and kept ones all of whose
 * settings a newer one of these has set again. What waits, and what nobody knows the end of, never outlives itself.
 * @param old the newest first
 */
export function outlived(old: readonly Decided[]): readonly string[] {
  const setLater = new Set<string>();
  return old.flatMap(({ id, state, changes }) => {
    if (state === 'undone' || state === 'refused') return [id];
    if (state !== 'kept') return [];
    const keys = changes.map(keyOf);
    if (keys.every((key) => setLater.has(key))) return [id];
    for (const key of keys) setLater.add(key);
    return [];
  });
}
