'use client';
import { useCallback, useMemo, useState } from 'react';
import { changeQuery, useQuery } from '../address/query.ts';
import { calculatorsQuery, parseCalculators } from './calculatorsAddress.ts';
import { CALCULATORS } from './catalogue.ts';
import type { HostNumbers } from './hostNumbers.ts';
import { prefilled } from './inputs.ts';
import type { Calculator, InputId, Texts } from './types.ts';

const [FIRST] = CALCULATORS;

export interface OpenCalculator {
  readonly calculator: Calculator;
  /** What stands in the fields. */
  readonly texts: Texts;
  /** The host's numbers that fields began with; undefined until they have come. */
  readonly taken: HostNumbers | undefined;
  readonly open: (calculator: Calculator) => void;
  readonly set: (id: InputId, text: string) => void;
  /** What this host says now, instead of what stands there. */
  readonly refill: () => void;
}

/**
 * The calculation that is open. What the address does not say begins with the numbers of the host as they were when they had come:
 * they do not move under the reader.
 */
export const useCalculator = (host: HostNumbers | undefined): OpenCalculator => {
  const query = useQuery();
  const address = useMemo(() => parseCalculators(new URLSearchParams(query)), [query]);
  const calculator = address.calculator ?? (FIRST as Calculator);
  const [taken, setTaken] = useState<HostNumbers>();
  if (taken === undefined && host !== undefined) setTaken(host);
  const texts = useMemo<Texts>(
    () => (taken === undefined ? address.inputs : { ...prefilled(calculator.inputs, taken), ...address.inputs }),
    [calculator, taken, address],
  );
  const go = useCallback((to: Calculator, inputs: Texts, how: 'step' | 'quietly') => {
    changeQuery((now) => calculatorsQuery(now, to, inputs), how);
  }, []);
  return {
    calculator,
    texts,
    taken,
    open: (to) => go(to, {}, 'step'),
    set: (id, text) => go(calculator, { ...texts, [id]: text }, 'quietly'),
    refill: () => {
      setTaken(host);
      go(calculator, {}, 'step');
    },
  };
};
