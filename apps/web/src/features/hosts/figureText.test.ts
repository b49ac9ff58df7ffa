import { expect, it } from 'vitest';
import { figureText } from './figureText.ts';

it.each([
  [
    { value: 129, limit: 128, unit: 'connections' },
    { number: '101', unit: '%', against: ['129', '128'] },
  ],
  [
    { value: 0.4, limit: 128, unit: 'bytes' },
    { number: '<1', unit: '%', against: ['0.40 B', '128 B'] },
  ],
  [
    { value: 0, limit: 128, unit: 'count' },
    { number: '0', unit: '%', against: ['0', '128'] },
  ],
  [
    { value: 0.312, limit: 1, unit: 'share' },
    { number: '31', unit: '%', against: undefined },
  ],
  [
    { value: 41.2, unit: 'events/s' },
    { number: '41.2', unit: '/s', against: undefined },
  ],
  [
    { value: 1_200_000, unit: 'events/s' },
    { number: '1.20', unit: 'M/s', against: undefined },
  ],
  [
    { value: 3_145_728, unit: 'bytes' },
    { number: '3.00', unit: 'MiB', against: undefined },
  ],
] as const)('says %j as %j', (figure, text) => {
  expect(figureText(figure)).toEqual(text);
});
