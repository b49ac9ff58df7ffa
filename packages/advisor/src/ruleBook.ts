import { LAYERS, wordsOf } from '@netstrata/metrics';
import type { Rule } from './types.ts';

/** Where the lab proves a rule: its tests, and the scenario that a person can run, where there is one. */
export interface Proof {
  readonly tests: readonly string[];
  readonly scenario: string | undefined;
}

function entryOf(rule: Rule, proof: Proof | undefined): string {
  const { about, metrics, tunables, yieldsTo = [] } = rule;
  const formula = wordsOf(about.formula, 'en');
  const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
  const lines = [
    `### ${wordsOf(rule.title, 'en')}`,
    `\`${rule.id}\``,
    `**Symptom.** ${wordsOf(about.symptom, 'en')}`,
    `**Reasoning.** ${wordsOf(about.reasoning, 'en')}`,
    formula === '' ? '' : `**Proposed value.** ${formula}.`,
    yieldsTo.length === 0 ? '' : `**Told with** ${code(yieldsTo)}, when one of them is open: that is the root then.`,
    metrics.length === 0 ? '' : `**Reads** ${code(metrics)}.`,
    tunables.length === 0 ? '' : `**Settings** ${code(tunables)}.`,
    `**Known from** ${about.sources.join('; ')}.`,
    proof === undefined
      ? '**Proof.** Unit tests at, below and above each threshold; no test on a real kernel.'
      : `**Proof.** On a real kernel, by ${code(proof.tests)}${proof.scenario === undefined ? '' : `; by hand \`npm run lab -- ${proof.scenario}\``}.`,
  ];
  return lines.filter((line) => line !== '').join('\n\n');
}

/** docs/rules.md: every rule with its symptom, reasoning, formula and sources. `proofs` by rule id. */
export function ruleBook(rules: readonly Rule[], proofs: ReadonlyMap<string, Proof>): string {
  const proved = rules.filter(({ id }) => proofs.has(id)).length;
  const chapters = LAYERS.flatMap((layer) => {
    const own = rules.filter((rule) => rule.layer === layer);
    if (own.length === 0) return [];
    const name = layer.charAt(0).toUpperCase() + layer.slice(1);
    return [`## ${name}`, ...own.map((rule) => entryOf(rule, proofs.get(rule.id)))];
  });
  return `${[
    '# The book of rules',
    `What Netstrata advises, and why. ${rules.length} rules, ${proved} of them proved on a real kernel. Made from the code by \`npm run docs\`: do not edit.`,
    ...chapters,
  ].join('\n\n')}\n`;
}
