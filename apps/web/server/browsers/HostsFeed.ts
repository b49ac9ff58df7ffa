import type { HostSummary } from '@netstrata/protocol';

/** Which of all hosts must be told again: with hundreds of them most seconds change few. */
export class HostsFeed {
  readonly #told = new Map<string, string>();

  /** Those that are new or have changed since the last call; a newer sample alone is no change. */
  changed<T>(summaries: readonly HostSummary<T>[]): readonly HostSummary<T>[] {
    return summaries.filter((summary) => {
      const { hostId, live, lastSampleMs } = summary;
      const now = JSON.stringify({ ...summary, lastSampleMs: live ? null : lastSampleMs });
      if (this.#told.get(hostId) === now) return false;
      this.#told.set(hostId, now);
      return true;
    });
  }
}
