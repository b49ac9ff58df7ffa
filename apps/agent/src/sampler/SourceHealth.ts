import type { AgentSourceRow, SourceId } from '@netstrata/metrics';
import type { Log } from '../log.ts';

interface Health {
  readonly source: string;
  durationMs: number | undefined;
  success: number;
  failures: number;
  lastReason: string | undefined;
}

/** How each source does, as the metrics of source `agent/source`; says in the log when one begins or ceases to fail. */
export class SourceHealth {
  readonly #health = new Map<SourceId, Health>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  get rows(): readonly AgentSourceRow[] {
    return [...this.#health.values()];
  }

  succeeded(source: SourceId, durationMs: number): void {
    const health = this.#of(source);
    if (health.lastReason !== undefined) this.#log.info('source reads again', { source });
    health.durationMs = durationMs;
    health.success = 1;
    health.lastReason = undefined;
  }

  failed(source: SourceId, durationMs: number | undefined, cause: unknown): void {
    const health = this.#of(source);
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (health.lastReason !== reason) this.#log.warn('source failed, its values are unknown', { source, reason });
    health.durationMs = durationMs;
    health.success = 0;
    health.failures++;
    health.lastReason = reason;
  }

  #of(source: SourceId): Health {
    let health = this.#health.get(source);
    if (health === undefined) {
      health = { source, durationMs: undefined, success: 0, failures: 0, lastReason: undefined };
      this.#health.set(source, health);
    }
    return health;
  }
}
