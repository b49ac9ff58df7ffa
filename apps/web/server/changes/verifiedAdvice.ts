import type { AppliedChange, ChangeRecord } from '@netstrata/protocol';

/** With the value before in place again, rules have found by then what they found before. */
const LOOKED_AGAIN_MS = 60_000;
/** The verdict on a change is final by then; so long is waited for a host that does not say what became of one. */
const WATCHED_MS = 600_000;

/** The change that was made because of advice. */
export interface Verified {
  readonly changeId: string;
  readonly isUndone: boolean;
  /** What it made of its settings. */
  readonly changes: readonly AppliedChange[];
}

/** By id, advice whose newest change is not decided, waits for its verdict, or was taken back just now. */
export function verifiedAdvice(records: readonly ChangeRecord[], nowMs: number): ReadonlyMap<string, Verified> {
  const seen = new Set<string>();
  const verified = new Map<string, Verified>();
  for (const record of records) {
    const { adviceId, id, state, changes } = record;
    if (adviceId === undefined || state === 'refused' || seen.has(adviceId)) continue;
    seen.add(adviceId);
    if (nowMs < untilMs(record)) verified.set(adviceId, { changeId: id, isUndone: state === 'undone', changes });
  }
  return verified;
}

function untilMs({ state, verdict, requestedMs, appliedMs = requestedMs, decidedMs = 0 }: ChangeRecord): number {
  if (state === 'applying' || state === 'pending') return Number.POSITIVE_INFINITY;
  if (state === 'undone') return decidedMs + LOOKED_AGAIN_MS;
  const waits = state === 'unknown' || verdict?.state === 'too-early';
  return waits ? appliedMs + WATCHED_MS : 0;
}
