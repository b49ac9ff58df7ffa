import type { HostSummary } from '@netstrata/protocol';

/** Pages show so many digits of a number. */
const SHOWN_DIGITS = 3;

/** Which of all hosts must be told again: with hundreds of them most seconds change few. */
export class HostsFeed {
  readonly #told = new Map<string, string>();

  /** Those that are new or show something else than at the last call; a newer sample alone is no change. */
  changed<T>(summaries: readonly HostSummary<T>[]): readonly HostSummary<T>[] {
    return summaries.filter((summary) => {
      const { hostId, live, lastSampleMs, figure } = summary;
      const shown = figure && { ...figure, value: figure.value.toPrecision(SHOWN_DIGITS) };
      const now = JSON.stringify({ ...summary, figure: shown, lastSampleMs: live ? null : lastSampleMs });
      if (this.#told.get(hostId) === now) return false;
      this.#told.set(hostId, now);
      return true;
    });
  }
}
