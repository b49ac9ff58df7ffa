import type { ChangeRecord } from '@netstrata/protocol';

/** What a change does is waited for this long, before another change of the same setting makes sense. */
const FRESH_MS = 600_000;

/** Settings of the host's own namespace that are being changed or were changed lately, with the end of the wait, Unix ms. */
export function heldUntil(records: readonly ChangeRecord[], nowMs: number): ReadonlyMap<string, number> {
  const held = new Map<string, number>();
  for (const { state, changes, appliedMs, requestedMs } of records) {
    if (state === 'undone' || state === 'refused') continue;
    const untilMs = (appliedMs ?? requestedMs) + FRESH_MS;
    if (untilMs <= nowMs) continue;
    for (const { tunable, namespace } of changes)
      if (namespace === 'host') held.set(tunable, Math.max(untilMs, held.get(tunable) ?? 0));
  }
  return held;
}
