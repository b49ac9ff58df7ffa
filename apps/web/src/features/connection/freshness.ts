import { sampleAge } from './sample.ts';
import { hostOf, type LiveState } from './state.ts';

/** Without a beat for this long the line counts as lost: two missed, and half a second of slack. */
const BEAT_LIMIT_MS = 2500;
/** Without a new sample for this long, and for three of the host's intervals, its agent counts as silent. */
const SAMPLE_LIMIT_MS = 3000;

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
  const { sample } = hostOf(state, hostId);
  return sample === undefined ? undefined : sampleAge(sample, nowMs, state.clockOffsetMs);
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
  const limitMs = Math.max(SAMPLE_LIMIT_MS, 3 * (hostOf(state, hostId).sample?.intervalMs ?? 0));
  return ageMs > limitMs ? { kind: 'silent', sinceMs: nowMs - ageMs } : { kind: 'live' };
};
