import type { Words } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';

const MINUTE_MS = 60_000;
/** Whoever asked for nothing during the last minute need not be remembered. */
const TIDY_ABOVE = 1000;

/** So many requests within any minute, counted for each name by itself. */
export class RateLimit {
  readonly #most: number;
  readonly #now: () => number;
  readonly #seen = new Map<string, readonly number[]>();

  constructor(most: number, now: () => number) {
    this.#most = most;
    this.#now = now;
  }

  /** @throws ProtocolError `overloaded` that says when it may be tried again; what is refused does not count */
  count(name: string, what: Words): void {
    const nowMs = this.#now();
    const recent = this.#recent(name, nowMs);
    const [oldest] = recent;
    if (recent.length >= this.#most && oldest !== undefined) {
      const seconds = Math.max(1, Math.ceil((oldest + MINUTE_MS - nowMs) / 1000));
      throw new ProtocolError('overloaded', 'change', {
        en: `${what.en}: try again in ${seconds} s`,
        'zh-CN': `${what['zh-CN']}：${seconds} s 后再试`,
      });
    }
    this.#seen.set(name, [...recent, nowMs]);
    if (this.#seen.size > TIDY_ABOVE)
      for (const known of this.#seen.keys()) if (this.#recent(known, nowMs).length === 0) this.#seen.delete(known);
  }

  #recent(name: string, nowMs: number): readonly number[] {
    return (this.#seen.get(name) ?? []).filter((timeMs) => timeMs > nowMs - MINUTE_MS);
  }
}
