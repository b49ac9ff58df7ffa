import { NO_WORDS, sameWords, type Words } from '@netstrata/metrics';
import type { Advice } from './types.ts';

/** For tests: whole advice of which only a few parts matter. */
export function adviceOf(rule: string, more: Partial<Advice<Words>> = {}): Advice<Words> {
  return {
    id: `${rule}:host`,
    rule,
    subject: 'host',
    layer: 'socket',
    severity: 'warning',
    confidence: 'high',
    title: sameWords(`about ${rule}`),
    why: sameWords('why'),
    where: sameWords('where'),
    evidence: [],
    changes: [],
    arithmetic: NO_WORDS,
    actions: [sameWords('do it')],
    risk: sameWords('risk'),
    expectedEffect: sameWords('effect'),
    verify: sameWords('verify'),
    notWhen: sameWords('not when'),
    openedAt: 1000,
    ...more,
  };
}
