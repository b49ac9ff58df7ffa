import { hostOf, type LiveState } from './state.ts';

/** Without a beat for this long the line counts as lost: two missed, and half a second of slack. */
export const BEAT_LIMIT_MS = 2500;
/** Without a new sample for this long the agent counts as silent, the line being well. */
export const SAMPLE_LIMIT_MS = 3000;

/**
 * How far what is on the screen can be trusted.
 * `lost`: nothing is heard from the server. `silent`: the server is there, the host's agent is not.
 */
export type Freshness =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly sinceMs: number }
  | { readonly kind: 'silent'; readonly sinceMs: number };

/** Milliseconds between the newest sample and now, by the server's clock; undefined before the first sample. */
export const ageOf = (state: LiveState, hostId: string, nowMs: number): number | undefined => {
  const sampleMs = hostOf(state, hostId).update?.stack.timeMs;
  return sampleMs === undefined ? undefined : Math.max(0, nowMs + state.clockOffsetMs - sampleMs);
};

/** `sinceMs` is in the browser's clock, ready to be shown as a local time. */
export const freshnessOf = (state: LiveState, hostId: string, nowMs: number): Freshness => {
  const heardMs = state.beatAtMs;
  if (heardMs === undefined) {
    if (state.link === 'closed') return { kind: 'lost', sinceMs: state.linkAtMs };
    return { kind: 'connecting' };
  }
  const overdue = nowMs - heardMs >= BEAT_LIMIT_MS;
  if (overdue || state.link !== 'open') return { kind: 'lost', sinceMs: heardMs };
  const ageMs = ageOf(state, hostId, nowMs);
  if (ageMs === undefined) return { kind: 'waiting' };
  return ageMs > SAMPLE_LIMIT_MS ? { kind: 'silent', sinceMs: nowMs - ageMs } : { kind: 'live' };
};
