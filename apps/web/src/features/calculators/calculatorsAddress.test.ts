import { expect, test } from 'vitest';
import { calculatorsQuery, parseCalculators } from './calculatorsAddress.ts';
import { calculatorOf } from './catalogue.ts';

test('a link has the calculation and its inputs', () => {
  const { calculator, inputs } = parseCalculators(new URLSearchParams('calc=accept&stallMs=250&somaxconn=&mbit=5'));
  expect(calculator?.id).toBe('accept');
  expect(inputs).toEqual({ stallMs: '250', somaxconn: '' });
  expect(parseCalculators(new URLSearchParams('calc=constructor&stallMs=250'))).toEqual({
    calculator: undefined,
    inputs: {},
  });
});

test('another calculation leaves the inputs of the one before behind', () => {
  const loss = calculatorOf('loss');
  if (loss === undefined) throw new Error('there is no such calculator');
  const query = new URLSearchParams('from=1&calc=accept&stallMs=250');
  expect(calculatorsQuery(query, loss, {})).toBe('from=1&calc=loss');
  expect(calculatorsQuery(query, loss, { rttMs: '40', lossPercent: '0.1' })).toBe(
    'from=1&calc=loss&rttMs=40&lossPercent=0.1',
  );
});
