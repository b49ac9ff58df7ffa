import { type HostFacts, type Layer, NO_WORDS, sameWords, tunableNumbers, type Words } from '@netstrata/metrics';
import { changeTo } from './change.ts';
import type { Confidence, Evidence, Finding, Rule, RuleAbout, RuleContext, Severity } from './types.ts';

/** What a harmful value is told with. */
export interface HarmfulValue {
  /** The value to set instead; undefined where it depends on more than the rule can see. */
  readonly proposed: string | number | readonly number[] | undefined;
  /** How the proposed value is found, from the numbers at hand; empty without one. */
  readonly arithmetic: Words;
  readonly title: Words;
  readonly why: Words;
  /** Where it differs from the rule's own: the value is felt already. */
  readonly severity?: Severity;
  /** What is counted of the harm, if it is: a change is judged by it. */
  readonly evidence?: readonly Evidence[];
}

export interface SettingRuleSpec {
  /** Names the symptom: `setting-tcp-sack-off`. */
  readonly id: string;
  readonly layer: Layer;
  readonly title: Words;
  readonly tunable: string;
  /** Others that `judge` reads. */
  readonly also?: readonly string[];
  /** Metrics that `judge` reads. */
  readonly metrics?: readonly string[];
  readonly severity: Severity;
  readonly confidence?: Confidence;
  readonly about: RuleAbout;
  readonly actions: readonly Words[];
  readonly risk: Words;
  readonly expectedEffect: Words;
  readonly verify: Words;
  readonly notWhen: Words;
  readonly yieldsTo?: readonly string[];
  /** The value as numbers, and its text; undefined when it does no harm. Called only with a value that is known. */
  readonly judge: (
    value: { readonly numbers: readonly number[]; readonly text: string },
    context: RuleContext & { readonly host: HostFacts },
  ) => HarmfulValue | undefined;
}

/**
 * A rule that warns of a value that hurts, also before anybody feels it. It reads the setting alone, so it knows no hysteresis:
 * the advice is open while the value stands.
 */
export function settingRule(spec: SettingRuleSpec): Rule {
  const { id, layer, title, tunable, also = [], metrics = [], about, yieldsTo, judge } = spec;
  const evaluate = (context: RuleContext): readonly Finding[] => {
    const text = context.tunables[tunable]?.trim();
    if (text === undefined || text === '') return [];
    const harmful = judge({ numbers: tunableNumbers(context.tunables, tunable) ?? [], text }, context);
    if (harmful === undefined) return [];
    const changes = harmful.proposed === undefined ? [] : changeTo(context, tunable, harmful.proposed);
    return [
      {
        subject: tunable,
        severity: harmful.severity ?? spec.severity,
        confidence: spec.confidence ?? 'high',
        title: harmful.title,
        why: harmful.why,
        where: sameWords(`${tunable} = ${text.split(/\s+/).join(' ')}`),
        evidence: harmful.evidence ?? [],
        changes,
        arithmetic: changes.length === 0 ? NO_WORDS : harmful.arithmetic,
        actions: spec.actions,
        risk: spec.risk,
        expectedEffect: spec.expectedEffect,
        verify: spec.verify,
        notWhen: spec.notWhen,
      },
    ];
  };
  return {
    id,
    layer,
    title,
    metrics,
    tunables: [tunable, ...also],
    about,
    ...(yieldsTo === undefined ? {} : { yieldsTo }),
    evaluate,
  };
}
