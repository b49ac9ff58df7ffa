import { type Advice, type AdviceApplied, type AdviceEvent, byUrgency } from '@netstrata/advisor';
import type { Words } from '@netstrata/metrics';
import type { Verified } from '../changes/verifiedAdvice.ts';

type VerifiedById = ReadonlyMap<string, Verified>;

/**
 * Advice of one host whose change is being verified. It stays although its rule finds nothing since: what is still to do for the change is on
 * it, and nothing has been seen to be well yet. In the history it neither closes nor opens meanwhile.
 */
export class AppliedAdvice {
  /** As it was found the last time. */
  readonly #quiet = new Map<string, Advice<Words>>();
  #said = '[]';

  /** Takes what happened in the book. What of it is to be told, and whether what is verified is another than before. */
  take(
    events: readonly AdviceEvent[],
    verified: VerifiedById,
    nowMs: number,
  ): { readonly events: readonly AdviceEvent[]; readonly changed: boolean } {
    const told: AdviceEvent[] = [];
    for (const event of events) {
      const { kind, advice } = event;
      if (kind === 'closed' && verified.has(advice.id)) this.#quiet.set(advice.id, advice);
      else if (kind === 'closed' || !this.#quiet.delete(advice.id)) told.push(event);
    }
    for (const [id, advice] of this.#quiet) {
      if (verified.has(id)) continue;
      this.#quiet.delete(id);
      told.push({ kind: 'closed', timeMs: nowMs, advice });
    }
    const said = JSON.stringify([...verified]);
    const changed = said !== this.#said;
    this.#said = said;
    return { events: told, changed };
  }

  /** Open advice, and what stays with it, each with what became of its change. */
  addTo(open: readonly Advice<Words>[], verified: VerifiedById): readonly Advice<Words>[] {
    const found = open.map((advice) => {
      const change = verified.get(advice.id);
      return change === undefined || change.isUndone ? advice : withApplied(advice, change, 'found');
    });
    const quiet = [...this.#quiet.values()].flatMap((advice) => {
      const change = verified.get(advice.id);
      if (change === undefined) return [];
      if (change.isUndone) return [withApplied(advice, change, 'undone')];
      // What no rule finds any more is not critical.
      const severity = advice.severity === 'critical' ? 'warning' : advice.severity;
      return [withApplied({ ...advice, severity }, change, 'quiet')];
    });
    return quiet.length === 0 ? found : [...found, ...quiet].toSorted(byUrgency);
  }
}

const withApplied = (advice: Advice<Words>, { changeId }: Verified, state: AdviceApplied['state']): Advice<Words> => ({
  ...advice,
  applied: { changeId, state },
});
