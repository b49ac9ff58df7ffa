import type { HostNumbers } from './hostNumbers.ts';
import type { CalculatorInput, InputId, InputUnit, Texts, Values } from './types.ts';

type Rest = Omit<CalculatorInput, 'id' | 'unit' | 'count' | 'least' | 'most'> & { readonly count?: 2 | 3 };

/** A number with its bounds. */
export const field = (
  id: InputId,
  [unit, least, most]: readonly [unit: InputUnit, least: number, most: number],
  { count, ...rest }: Rest,
): CalculatorInput => ({ id, unit, least, most, count: count ?? 1, ...rest });

/** A sysctl of the host, with what it usually is. */
export const sysctlField = (
  id: InputId,
  bounds: readonly [unit: InputUnit, least: number, most: number],
  { name, ...rest }: Rest & { readonly name: string },
): CalculatorInput => field(id, bounds, { ...rest, kernelName: name, ofHost: (host) => host.sysctl(name) });

/** At most three significant digits: a measured number is no more exact than that. */
export const rounded = (value: number | undefined): string | undefined =>
  value === undefined || !Number.isFinite(value) || value <= 0 ? undefined : String(Number(value.toPrecision(3)));

/** What is wrong with what was typed; undefined when nothing is. */
export type InputTrouble = 'number' | 'count' | 'whole' | 'range' | 'order' | 'choice';

/** What is counted or kept by the kernel in whole numbers; what is measured or paced has parts. */
const PARTED: readonly InputUnit[] = ['mbit', 'ms', 'perSecond', 'seconds', 'percent', 'mib', 'ns'];

export const troubleOf = (input: CalculatorInput, text: string): InputTrouble | undefined => {
  const typed = text.trim();
  if (input.choices !== undefined) return input.choices.includes(typed) ? undefined : 'choice';
  if (typed === '') return input.optional === true ? undefined : 'number';
  const numbers = typed.split(/\s+/).map(Number);
  if (!numbers.every(Number.isFinite)) return 'number';
  if (numbers.length !== input.count) return 'count';
  if (!PARTED.includes(input.unit) && !numbers.every(Number.isInteger)) return 'whole';
  if (!numbers.every((number) => number >= input.least && number <= input.most)) return 'range';
  return numbers.every((number, at) => number >= (numbers[at - 1] ?? number)) ? undefined : 'order';
};

/** What each input begins with: what the host says, else what is usual. What the host says beyond the bounds is left. */
export const prefilled = (inputs: readonly CalculatorInput[], host: HostNumbers): Texts =>
  Object.fromEntries(
    inputs.map((input) => {
      const said = input.ofHost?.(host);
      return [input.id, said !== undefined && troubleOf(input, said) === undefined ? said : input.usual];
    }),
  );

export const valuesOf = (texts: Texts): Values =>
  Object.fromEntries(
    Object.entries(texts).map(([id, text]) => [id, text.trim() === '' ? [] : text.trim().split(/\s+/).map(Number)]),
  );
