import { calculatorOf } from './catalogue.ts';
import type { Calculator, Texts } from './types.ts';

/** Which calculation is open, and its inputs: all of them once somebody changed one, so that a link shows the same elsewhere. */
export interface CalculatorsAddress {
  readonly calculator: Calculator | undefined;
  readonly inputs: Texts;
}

const MOST_TEXT = 100;

/** Reads a query string; inputs of other calculators count as absent. */
export const parseCalculators = (query: URLSearchParams): CalculatorsAddress => {
  const calculator = calculatorOf(query.get('calc'));
  const inputs = Object.fromEntries(
    (calculator?.inputs ?? []).flatMap(({ id }) => {
      const text = query.get(id);
      return text === null || text.length > MOST_TEXT ? [] : [[id, text]];
    }),
  );
  return { calculator, inputs };
};

/** The query string of a calculation; what belongs to the one before goes, parameters of others stay. */
export const calculatorsQuery = (query: URLSearchParams, calculator: Calculator, inputs: Texts): string => {
  const next = new URLSearchParams(query);
  for (const { id } of calculatorOf(query.get('calc'))?.inputs ?? []) next.delete(id);
  next.set('calc', calculator.id);
  for (const { id } of calculator.inputs) {
    const text = inputs[id];
    if (text !== undefined) next.set(id, text);
  }
  return next.toString();
};
