import type { Words } from '@netstrata/metrics';
import type { Advice, Severity } from './types.ts';

const URGENCY: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

/** The worst first, of equals the oldest. */
export function byUrgency(a: Advice<Words>, b: Advice<Words>): number {
  return URGENCY[a.severity] - URGENCY[b.severity] || a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1);
}

/** Whether the first is more urgent than the second. */
export function isWorse(a: Severity, b: Severity): boolean {
  return URGENCY[a] < URGENCY[b];
}
