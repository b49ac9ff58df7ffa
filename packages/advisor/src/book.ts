import type { Layer, Words } from '@netstrata/metrics';
import { foldSymptoms } from './foldSymptoms.ts';
import { OtherNames } from './OtherNames.ts';
import { oneOwner } from './oneOwner.ts';
import { steadied } from './steadied.ts';
import type { Advice, Finding, Need } from './types.ts';
import { byUrgency } from './urgency.ts';

/** What one rule found in one evaluation. */
export interface RuleFindings {
  readonly rule: string;
  readonly layer: Layer;
  /** Rules that name the root of what this one finds. */
  readonly yieldsTo?: readonly string[];
  readonly findings: readonly Finding[];
}

export interface AdviceEvent {
  readonly kind: 'opened' | 'closed';
  readonly timeMs: number;
  readonly advice: Advice<Words>;
  /** Of what closes because a root tells it from now on: which. */
  readonly because?: Words;
}

export interface AdviceUpdate {
  /** Open advice, the worst and oldest first. */
  readonly advice: readonly Advice<Words>[];
  readonly events: readonly AdviceEvent[];
  /** False when nothing opened or closed and no open advice says anything new. */
  readonly changed: boolean;
}

/** A finding must be made in this many evaluations in a row before it becomes advice. */
const CONFIRMATIONS = 2;
/**
 * The advice of one host through time. It reads no clock: the same updates give the same book.
 *
 * Advice opens when a rule finds it twice in a row and closes when the rule no longer does; a rule keeps finding what is
 * open until its own clearing threshold is passed. A symptom whose root is open too is told with the root, and a tunable is
 * changed by one advice only.
 */
export class AdviceBook {
  /** All that the rules stand by, symptoms included. */
  #standing = new Map<string, Advice<Words>>();
  #told: readonly Advice<Words>[] = [];
  #confirmations = new Map<string, number>();
  /** Of what stands, the most that was found to be needed. */
  #needs = new Map<string, Need>();
  readonly #names = new OtherNames();
  /** Rules that tell the root of what stands, by its id. */
  #yieldsTo: ReadonlyMap<string, readonly string[]> = new Map();

  get advice(): readonly Advice<Words>[] {
    return this.#told;
  }

  /** Subjects of a rule that are open, by all their names: what its hysteresis asks for. */
  firing(rule: string): ReadonlySet<string> {
    return new Set(this.#names.of(rule));
  }

  /** Takes the findings of every rule that could be evaluated; advice of a rule that is missing stays as it is. */
  update(results: readonly RuleFindings[], nowMs: number): AdviceUpdate {
    const before = this.#told;
    this.#stand(results, nowMs);
    this.#told = oneOwner(foldSymptoms([...this.#standing.values()], this.#yieldsTo)).toSorted(byUrgency);
    const was = new Map(before.map((advice) => [advice.id, advice]));
    const is = new Set(this.#told.map(({ id }) => id));
    const closed = before.filter(({ id }) => !is.has(id));
    const opened = this.#told.filter(({ id }) => !was.has(id));
    const said = (advice: Advice<Words> | undefined) => JSON.stringify(advice);
    return {
      advice: this.#told,
      events: [
        ...closed.map((advice): AdviceEvent => ({ kind: 'closed', timeMs: nowMs, advice, ...this.#nowToldBy(advice) })),
        ...opened.map((advice): AdviceEvent => ({ kind: 'opened', timeMs: nowMs, advice })),
      ],
      changed: closed.length > 0 || this.#told.some((advice) => said(advice) !== said(was.get(advice.id))),
    };
  }

  #nowToldBy({ id }: Advice<Words>): Pick<AdviceEvent, 'because'> {
    const title = this.#standing.get(id)?.title.en;
    const root = this.#told.find(({ explains = [] }) => explains.some(({ en }) => en === title));
    if (root === undefined) return {};
    const { en, 'zh-CN': chinese } = root.title;
    return { because: { en: `it is told with “${en}” now`, 'zh-CN': `现在由“${chinese}”一并说明` } };
  }

  #stand(results: readonly RuleFindings[], nowMs: number): void {
    const evaluated = new Set(results.map(({ rule }) => rule));
    const standing = new Map([...this.#standing].filter(([, advice]) => !evaluated.has(advice.rule)));
    const roots = new Map([...this.#yieldsTo].filter(([id]) => this.#standing.has(id)));
    const confirmations = new Map<string, number>();
    const needs = new Map<string, Need>();
    const found = new Map<string, { readonly rule: string } & Pick<Finding, 'subject' | 'formerly'>>();
    for (const { rule, layer, yieldsTo: always = [], findings } of results) {
      for (const { undecided, yieldsTo = [], formerly = [], ...named } of findings) {
        const finding = { ...named, subject: this.#names.subjectOf(rule, { subject: named.subject, formerly }) };
        const id = `${rule}:${finding.subject}`;
        found.set(id, { rule, subject: named.subject, formerly });
        const before = this.#standing.get(id);
        const mostSoFar = this.#needs.get(id);
        if (undecided) {
          if (before !== undefined) standing.set(id, before);
          if (mostSoFar !== undefined) needs.set(id, mostSoFar);
          continue;
        }
        roots.set(id, [...yieldsTo, ...always]);
        const times = (this.#confirmations.get(id) ?? 0) + 1;
        confirmations.set(id, times);
        if (before === undefined && times < CONFIRMATIONS) continue;
        const { need, ...said } = steadied(finding, before, mostSoFar);
        if (need !== undefined) needs.set(id, need);
        standing.set(id, { ...said, id, rule, layer, openedAt: before?.openedAt ?? nowMs });
      }
    }
    this.#standing = standing;
    this.#names.remember(found, standing);
    this.#yieldsTo = roots;
    this.#confirmations = confirmations;
    this.#needs = needs;
  }
}
