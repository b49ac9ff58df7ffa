import type { Words } from '@netstrata/metrics';
import type { Advice, Finding, TunableChange } from './types.ts';

const fromWhat = (changes: readonly TunableChange[]): string =>
  JSON.stringify(
    changes.map(({ tunable, namespace, device, queue, current }) => [tunable, namespace, device, queue, current]),
  );

/**
 * A finding that goes on proposing what open advice proposed, unless it needs more or starts from other values: a number that moves
 * with every look cannot be acted on, and less than what was once needed would not do.
 */
export function steadied(finding: Finding, before: Advice<Words> | undefined, mostSoFar: number | undefined): Finding {
  const { need } = finding;
  if (before === undefined || need === undefined || mostSoFar === undefined || need > mostSoFar) return finding;
  if (fromWhat(finding.changes) !== fromWhat(before.changes)) return finding;
  const { changes, arithmetic, actions } = before;
  return { ...finding, need: mostSoFar, changes, arithmetic, actions };
}
