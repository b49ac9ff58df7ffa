import type { Words } from '@netstrata/metrics';
import type { Advice, Finding, Need } from './types.ts';

/**
 * A finding that goes on proposing what open advice proposed, unless it needs more or starts from other values: a number that moves
 * with every look cannot be acted on, and less than what was once needed would not do.
 */
export function steadied(finding: Finding, before: Advice<Words> | undefined, mostSoFar: Need | undefined): Finding {
  const { need } = finding;
  if (before === undefined || need === undefined || mostSoFar === undefined) return finding;
  if (need.amount > mostSoFar.amount || need.from !== mostSoFar.from) return finding;
  const { changes, arithmetic, actions, better } = before;
  return { ...finding, need: mostSoFar, changes, arithmetic, actions, ...(better === undefined ? {} : { better }) };
}
