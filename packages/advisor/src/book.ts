import type { Layer } from '@netstrata/metrics';
import type { Advice, Finding, Severity } from './types.ts';

/** What one rule found in one evaluation. */
export interface RuleFindings {
  readonly rule: string;
  readonly layer: Layer;
  readonly findings: readonly Finding[];
}

export interface AdviceEvent {
  readonly kind: 'opened' | 'closed';
  readonly timeMs: number;
  readonly advice: Advice;
}

export interface AdviceUpdate {
  /** Open advice, the worst and oldest first. */
  readonly advice: readonly Advice[];
  readonly events: readonly AdviceEvent[];
  /** False when nothing opened or closed and no open advice says anything new. */
  readonly changed: boolean;
}

/** A finding must be made in this many evaluations in a row before it becomes advice. */
const CONFIRMATIONS = 2;
const URGENCY: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

function byUrgency(a: Advice, b: Advice): number {
  return URGENCY[a.severity] - URGENCY[b.severity] || a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1);
}

/**
 * The advice of one host through time. It reads no clock: the same updates give the same book.
 *
 * Advice opens when a rule finds it twice in a row and closes when the rule no longer does; a rule keeps finding what is
 * open until its own clearing threshold is passed.
 */
export class AdviceBook {
  #open = new Map<string, Advice>();
  #confirmations = new Map<string, number>();

  get advice(): readonly Advice[] {
    return [...this.#open.values()].sort(byUrgency);
  }

  /** Subjects of a rule that are open: what its hysteresis asks for. */
  firing(rule: string): ReadonlySet<string> {
    const open = [...this.#open.values()].filter((advice) => advice.rule === rule);
    return new Set(open.map(({ subject }) => subject));
  }

  /** Takes the findings of every rule that could be evaluated; advice of a rule that is missing stays as it is. */
  update(results: readonly RuleFindings[], nowMs: number): AdviceUpdate {
    const evaluated = new Set(results.map(({ rule }) => rule));
    const open = new Map([...this.#open].filter(([, advice]) => !evaluated.has(advice.rule)));
    const confirmations = new Map<string, number>();
    for (const { rule, layer, findings } of results) {
      for (const finding of findings) {
        const id = `${rule}:${finding.subject}`;
        const before = this.#open.get(id);
        if (finding.undecided) {
          if (before !== undefined) open.set(id, before);
          continue;
        }
        const times = (this.#confirmations.get(id) ?? 0) + 1;
        confirmations.set(id, times);
        if (before === undefined && times < CONFIRMATIONS) continue;
        open.set(id, { ...finding, id, rule, layer, openedAt: before?.openedAt ?? nowMs });
      }
    }
    const opened = [...open.values()].filter(({ id }) => !this.#open.has(id));
    const closed = [...this.#open.values()].filter(({ id }) => !open.has(id));
    const said = (advice: Advice | undefined) => JSON.stringify(advice);
    const changed =
      closed.length > 0 || [...open.values()].some((advice) => said(advice) !== said(this.#open.get(advice.id)));
    this.#open = open;
    this.#confirmations = confirmations;
    return {
      advice: this.advice,
      events: [
        ...closed.map((advice): AdviceEvent => ({ kind: 'closed', timeMs: nowMs, advice })),
        ...opened.map((advice): AdviceEvent => ({ kind: 'opened', timeMs: nowMs, advice })),
      ],
      changed,
    };
  }
}
