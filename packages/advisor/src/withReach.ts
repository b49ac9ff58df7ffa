import type { Words } from '@netstrata/metrics';
import { changeable } from '@netstrata/tunables';
import type { Advice } from './types.ts';

/** Advice whose changes say when they act and how far, as the catalogue has it. */
export function withReach(advice: Advice<Words>): Advice<Words> {
  if (advice.changes.length === 0) return advice;
  const changes = advice.changes.map((change) => {
    const entry = changeable(change.tunable);
    return entry === undefined ? change : { ...change, takesEffect: entry.takesEffect, scope: entry.scope };
  });
  return { ...advice, changes };
}
