import { type Advice, type AdviceApplied, type AdviceEvent, type AdviceUpdate, byUrgency } from '@netstrata/advisor';
import { NO_WORDS, type Words } from '@netstrata/metrics';
import type { Verified } from '../changes/verifiedAdvice.ts';

type VerifiedById = ReadonlyMap<string, Verified>;

/**
 * Advice of one host whose change is being verified. It stays although its rule finds nothing since: what is still to do for the change is on
 * it, and nothing has been seen to be well yet. In the history it neither closes nor opens meanwhile.
 */
export class AppliedAdvice {
  readonly #quiet = new Map<string, Advice<Words>>();
  /** As it was when its change was made. */
  readonly #before = new Map<string, { readonly changeId: string; readonly advice: Advice<Words> }>();
  /** Open after the last sample, by id. */
  #open: ReadonlyMap<string, Advice<Words>> = new Map();
  #said = '[]';
  readonly #stored: (changeId: string) => Advice<Words> | undefined;

  /** @param stored the advice that proposed a change, as it was then: an earlier run of the server may have made the change */
  constructor(stored: (changeId: string) => Advice<Words> | undefined = () => undefined) {
    this.#stored = stored;
  }

  /** Takes what happened in the book, and what is open in it. What of it is to be told, and whether what is verified is another than before. */
  take(
    { events, advice: open }: Pick<AdviceUpdate, 'events' | 'advice'>,
    verified: VerifiedById,
    nowMs: number,
  ): { readonly events: readonly AdviceEvent[]; readonly changed: boolean } {
    const told: AdviceEvent[] = [];
    this.#remember(verified);
    this.#open = new Map(open.map((each) => [each.id, each]));
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

  /** Keeps advice as it was before the change that was made because of it. */
  #remember(verified: VerifiedById): void {
    for (const id of this.#before.keys()) if (!verified.has(id)) this.#before.delete(id);
    for (const [id, { changeId }] of verified) {
      const advice = this.#open.get(id);
      if (this.#before.get(id)?.changeId === changeId) continue;
      if (advice !== undefined) this.#before.set(id, { changeId, advice });
      else this.#recall(id, changeId);
    }
  }

  /** After a restart nothing closes that was open before it: what a change was made for is quiet unless its rule finds it again. */
  #recall(id: string, changeId: string): void {
    const advice = this.#stored(changeId);
    if (advice === undefined) return;
    this.#before.set(id, { changeId, advice });
    this.#quiet.set(id, advice);
  }

  /** Open advice, and what stays with it, each with what became of its change. */
  addTo(open: readonly Advice<Words>[], verified: VerifiedById): readonly Advice<Words>[] {
    const found = open.map((advice) => {
      const change = verified.get(advice.id);
      if (change === undefined || change.isUndone) return advice;
      return withApplied({ ...advice, changes: madeOf(change), arithmetic: NO_WORDS }, change, 'found');
    });
    const quiet = [...this.#quiet.values()].flatMap((advice) => {
      const change = verified.get(advice.id);
      if (change === undefined) return [];
      // Later findings are of after the change: what they count and propose has nothing to do with what was made.
      const before = this.#before.get(advice.id)?.advice ?? advice;
      if (change.isUndone) return [withApplied(before, change, 'undone')];
      // What no rule finds any more is not critical.
      const severity = before.severity === 'critical' ? 'warning' : before.severity;
      return [withApplied({ ...before, severity, changes: madeOf(change) }, change, 'quiet')];
    });
    return quiet.length === 0 ? found : [...found, ...quiet].toSorted(byUrgency);
  }
}

/** What was made, as advice tells changes. */
const madeOf = ({ changes }: Verified): Advice['changes'] =>
  changes.map(({ before, after, ...setting }) => ({ ...setting, current: before, proposed: after }));

const withApplied = (advice: Advice<Words>, { changeId }: Verified, state: AdviceApplied['state']): Advice<Words> => ({
  ...advice,
  applied: { changeId, state },
});
