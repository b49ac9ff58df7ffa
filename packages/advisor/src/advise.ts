import type { AdviceBook, AdviceUpdate, RuleFindings } from './book.ts';
import { RULES } from './rules/index.ts';
import type { Rule, RuleContext } from './types.ts';

export interface Advised extends AdviceUpdate {
  /** Rules that threw: their advice stays as it was, the others go on. */
  readonly failures: readonly { readonly rule: string; readonly error: unknown }[];
}

/** Evaluates every rule over one host's window and enters what they find in its book. */
export function advise(book: AdviceBook, context: RuleContext, nowMs: number, rules: readonly Rule[] = RULES): Advised {
  const results: RuleFindings[] = [];
  const failures: { rule: string; error: unknown }[] = [];
  for (const rule of rules) {
    try {
      const findings = rule.evaluate(context, book.firing(rule.id));
      results.push({ rule: rule.id, layer: rule.layer, yieldsTo: rule.yieldsTo ?? [], findings });
    } catch (error) {
      failures.push({ rule: rule.id, error });
    }
  }
  return { ...book.update(results, nowMs), failures };
}
