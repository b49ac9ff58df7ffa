import { expect, it } from 'vitest';
import { pastParts } from './pastParts.ts';

it('names the one number that moved, and which way', () => {
  expect(pastParts({ before: '4096 16384 4194304', after: '4096 16384 131072' })).toEqual({
    direction: 'lowered',
    from: '4194304',
    to: '131072',
  });
  expect(pastParts({ before: '0', after: '1' })).toEqual({ direction: 'raised', from: '0', to: '1' });
  expect(pastParts({ before: '1 2 3', after: '4 5 6' })).toMatchObject({ direction: 'changed', from: '1 2 3' });
  expect(pastParts({ before: 'cubic', after: 'reno' })).toMatchObject({ direction: 'changed', from: 'cubic' });
  expect(pastParts({ before: '', after: '8080' })).toMatchObject({ direction: 'changed', to: '8080' });
});
