import { expect, test } from 'vitest';
import { stepText } from './stepText.ts';

test.each([
  [
    { value: 262_144, unit: 'entries' },
    { text: '262144', exact: undefined },
  ],
  [
    { value: 11.0567, unit: 'packets' },
    { text: '11.06', exact: undefined },
  ],
  [
    { value: 470.533, unit: 'connections/s' },
    { text: '470.5/s', exact: undefined },
  ],
  [
    { value: 33_333_333.3, unit: 'packets/s' },
    { text: '33333333/s', exact: undefined },
  ],
  [
    { value: 1280, unit: 'bytes' },
    { text: '1.25 KiB', exact: '1280 B' },
  ],
  [
    { value: 480, unit: 'bytes' },
    { text: '480 B', exact: undefined },
  ],
  [{ value: Number.POSITIVE_INFINITY, unit: 'seconds' }, undefined],
] as const)('%j is written %j', (step, text) => {
  expect(stepText(step)).toEqual(text);
});
