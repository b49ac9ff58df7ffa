import { KernelError } from '@netstrata/kernel';
import type { AgentSourceRow, SourceId } from '@netstrata/metrics';
import type { Log } from '../log.ts';
import { reasonOf } from '../reasonOf.ts';

interface Health {
  readonly source: string;
  durationMs: number | undefined;
  success: number;
  failures: number;
  lastReason: string | undefined;
  /** What the log was told last, and when. */
  said: { readonly reason: string; readonly atMs: number } | undefined;
  /** Whether the log knows of the present failure. */
  isSaid: boolean;
}

/** A source that fails and reads in turn, as on a machine that is too busy, fills no log. */
const SAY_AGAIN_MS = 60_000;

/** How each source does, as the metrics of source `agent/source`; says in the log when one begins or ceases to fail. */
export class SourceHealth {
  readonly #health = new Map<SourceId, Health>();
  readonly #log: Log;
  readonly #now: () => number;

  constructor(log: Log, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  get rows(): readonly AgentSourceRow[] {
    return [...this.#health.values()];
  }

  succeeded(source: SourceId, durationMs: number): void {
    const health = this.#of(source);
    if (health.isSaid) this.#log.info('source reads again', { source });
    health.durationMs = durationMs;
    health.success = 1;
    health.lastReason = undefined;
    health.isSaid = false;
  }

  failed(source: SourceId, durationMs: number | undefined, cause: unknown): void {
    const health = this.#of(source);
    const reason = reasonOf(cause);
    const absent = isAbsent(cause);
    if (health.lastReason !== reason && this.#isNews(health, reason)) {
      health.said = { reason, atMs: this.#now() };
      health.isSaid = true;
      if (absent) this.#log.info('source is not on this host, its values are unknown', { source, reason });
      else this.#log.warn('source failed, its values are unknown', { source, reason });
    }
    health.durationMs = durationMs;
    health.success = 0;
    if (!absent) health.failures++;
    health.lastReason = reason;
  }

  #isNews({ said }: Health, reason: string): boolean {
    return said?.reason !== reason || this.#now() - said.atMs >= SAY_AGAIN_MS;
  }

  #of(source: SourceId): Health {
    let health = this.#health.get(source);
    if (health === undefined) {
      health = {
        source,
        durationMs: undefined,
        success: 0,
        failures: 0,
        lastReason: undefined,
        said: undefined,
        isSaid: false,
      };
      this.#health.set(source, health);
    }
    return health;
  }
}

/** A module that is not loaded, a kernel without IPv6 or built without a kind of dump: nothing to report, and no failure each second for as long as it lasts. */
function isAbsent(cause: unknown): boolean {
  return cause instanceof KernelError && (cause.code === 'not-found' || cause.code === 'unsupported');
}
