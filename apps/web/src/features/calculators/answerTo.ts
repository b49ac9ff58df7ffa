import { type Calculation, CalculationError } from '@netstrata/advisor/calculators';
import { troubleOf, valuesOf } from './inputs.ts';
import type { Calculator, Texts } from './types.ts';

/** The answer to what stands in the fields; undefined while one of them is wrong. */
export const answerTo = (calculator: Calculator, texts: Texts): Calculation | undefined => {
  if (calculator.inputs.some((input) => troubleOf(input, texts[input.id] ?? '') !== undefined)) return undefined;
  try {
    return calculator.calculate(valuesOf(texts), texts);
  } catch (cause) {
    if (cause instanceof CalculationError) return undefined;
    throw cause;
  }
};
