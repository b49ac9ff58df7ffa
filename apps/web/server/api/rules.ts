import { FEELS, RULES, type Rule } from '@netstrata/advisor';
import { LOCALES } from '@netstrata/metrics';
import type { Route } from './route.ts';

/** What a rule is found by, in every language: people type in the one that they think in. */
const foundBy = ({ title, about }: Rule): string =>
  [title, about.symptom, ...about.feels.map((feel) => FEELS[feel])]
    .flatMap((words) => LOCALES.map((locale) => words[locale]))
    .join('\n');

/** GET /api/v1/rules: the rules with what they read, what they may change, and the words that they are found by. */
export const rules: Route = {
  path: '/api/v1/rules',
  parameters: [],
  texts: true,
  answer: () => ({
    body: {
      rules: RULES.map((rule) => {
        const { id, layer, title, metrics, tunables, about } = rule;
        return { id, layer, title, symptom: about.symptom, metrics, tunables, foundBy: foundBy(rule) };
      }),
    },
  }),
};
