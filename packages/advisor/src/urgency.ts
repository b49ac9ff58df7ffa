import type { Words } from '@netstrata/metrics';
import type { Advice, Confidence, Severity } from './types.ts';

const URGENCY: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

const DOUBT: Readonly<Record<Confidence, number>> = { high: 0, medium: 1, low: 2 };

type Ranked = Pick<Advice<Words>, 'severity' | 'confidence' | 'openedAt' | 'id'>;

/** The worst first, of equals the surest, then the oldest. */
export function byUrgency(a: Ranked, b: Ranked): number {
  return (
    URGENCY[a.severity] - URGENCY[b.severity] ||
    DOUBT[a.confidence] - DOUBT[b.confidence] ||
    a.openedAt - b.openedAt ||
    (a.id < b.id ? -1 : 1)
  );
}

/** Whether the first is more urgent than the second. */
export function isWorse(a: Severity, b: Severity): boolean {
  return URGENCY[a] < URGENCY[b];
}
