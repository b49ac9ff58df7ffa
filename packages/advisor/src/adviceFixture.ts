import type { Advice } from './types.ts';

/** For tests: whole advice of which only a few parts matter. */
export function adviceOf(rule: string, more: Partial<Advice> = {}): Advice {
  return {
    id: `${rule}:host`,
    rule,
    subject: 'host',
    layer: 'socket',
    severity: 'warning',
    confidence: 'high',
    title: `about ${rule}`,
    why: 'why',
    where: 'where',
    evidence: [],
    changes: [],
    arithmetic: '',
    actions: ['do it'],
    risk: 'risk',
    expectedEffect: 'effect',
    verify: 'verify',
    notWhen: 'not when',
    openedAt: 1000,
    ...more,
  };
}
