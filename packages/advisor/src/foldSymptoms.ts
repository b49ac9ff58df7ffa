import { type Words, wordsOf } from '@netstrata/metrics';
import type { Advice } from './types.ts';

/**
 * Leaves out advice whose root is open too, by the rules that each (by its id) yields to, and has the root say what it explains: one
 * cause is told once. Of several roots the first one in the list tells it.
 */
export function foldSymptoms(
  open: readonly Advice<Words>[],
  yieldsTo: ReadonlyMap<string, readonly string[]>,
): readonly Advice<Words>[] {
  const rootOf = (advice: Advice<Words>): Advice<Words> | undefined => {
    const [first] = (yieldsTo.get(advice.id) ?? []).flatMap((rule) => open.find((other) => other.rule === rule) ?? []);
    // A root that is itself explained by another one passes on what it explains.
    return first === undefined ? undefined : (rootOf(first) ?? first);
  };
  const roots = new Map(open.map((advice) => [advice, rootOf(advice)]));
  return open
    .filter((advice) => roots.get(advice) === undefined)
    .map((advice) => {
      const titles = open.filter((other) => roots.get(other) === advice).map(({ title }) => title);
      return titles.length === 0
        ? advice
        : { ...advice, explains: [...new Map(titles.map((title) => [wordsOf(title, 'en'), title])).values()] };
    });
}
