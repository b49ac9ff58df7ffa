import type { Ledger } from '@netstrata/db';
import { sameWords, type Words } from '@netstrata/metrics';
import type { Drift, SettingRef } from '@netstrata/protocol';
import { DRIFT_WORDS } from '@netstrata/protocol';
import { changeable } from '@netstrata/tunables';
import { RateLimit } from '../changes/RateLimit.ts';
import { named } from '../changes/settings.ts';
import type { LiveHost } from '../live/LiveHost.ts';

export interface DriftDeskOptions {
  readonly ledger: Pick<Ledger, 'audit' | 'drifts'>;
  /** Our clock, Unix ms. */
  readonly now: () => number;
}

/** By what an agent says. */
const MISSED: ReadonlyMap<string, Words> = new Map(Object.values(DRIFT_WORDS).map((words) => [words.en, words]));
/** Rows of the audit within a minute for one host: two programs that fight over a value do not fill it. */
const MOST_ROWS = 30;

/** A drift as people are told of it. */
export interface ToldDrift extends Omit<Drift, 'by'> {
  readonly by?: string | Words | undefined;
}

/** Settings that somebody else than this product changed, as agents tell. */
export class DriftDesk {
  readonly #options: DriftDeskOptions;
  readonly #rows: RateLimit;

  constructor(options: DriftDeskOptions) {
    this.#options = options;
    this.#rows = new RateLimit(MOST_ROWS, options.now);
  }

  /** What is no setting of the catalogue is no drift of ours. */
  reported(host: LiveHost, told: readonly Drift[]): void {
    const { hostId, clockOffsetMs } = host;
    const nowMs = this.#options.now();
    const drifts = told
      .filter((drift) => changeable(drift.tunable) !== undefined && !this.#isKnown(hostId, drift))
      .map((drift) => ({ ...drift, timeMs: Math.min(nowMs, drift.timeMs + (clockOffsetMs ?? 0)) }));
    if (drifts.length === 0) return;
    this.#options.ledger.drifts.add(hostId, drifts);
    for (const drift of drifts) this.#audit(hostId, drift);
  }

  /** Of one host, the newest first. */
  of({ hostId }: Pick<LiveHost, 'hostId'>, limit: number): readonly Drift[] {
    return this.#options.ledger.drifts.of(hostId, limit);
  }

  /** The newest of a setting, as people are told of it. */
  newest({ hostId }: Pick<LiveHost, 'hostId'>, setting: SettingRef): ToldDrift | undefined {
    const drift = this.#options.ledger.drifts.newest(hostId, setting);
    return drift === undefined ? undefined : toldOf(drift);
  }

  /** The same for people, to be sent in their language. */
  told(host: LiveHost, limit: number): readonly ToldDrift[] {
    return this.of(host, limit).map(toldOf);
  }

  /** What happened while no agent watched is told at each start of one: once is enough. */
  #isKnown(hostId: string, drift: Drift): boolean {
    if (drift.by === undefined || !MISSED.has(drift.by)) return false;
    return this.#options.ledger.drifts.newest(hostId, drift)?.after === drift.after;
  }

  #audit(hostId: string, { by, before, after, timeMs, ...setting }: Drift): void {
    try {
      this.#rows.count(hostId, sameWords('too many drifts within a minute'));
    } catch {
      // Those beyond are in the list of drifts, which forgets the oldest.
      return;
    }
    this.#options.ledger.audit.append({
      action: 'setting.drift',
      outcome: 'done',
      actor: by === undefined || MISSED.has(by) ? 'nobody' : `process:${by}`,
      from: '',
      hostId,
      target: named(setting),
      because: becauseOf(by, new Date(timeMs).toISOString()),
      before,
      after,
    });
  }
}

function toldOf(drift: Drift): ToldDrift {
  const by = drift.by === undefined ? undefined : (MISSED.get(drift.by) ?? drift.by);
  return by === undefined ? drift : { ...drift, by };
}

function becauseOf(by: string | undefined, when: string): string {
  if (by === undefined) return `the agent saw another value at ${when}; the kernel did not tell who wrote it`;
  if (MISSED.has(by)) return `the agent found another value at ${when}: ${by}`;
  return `the kernel told the agent who wrote it, at ${when}`;
}
