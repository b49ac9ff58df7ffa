import { expect, test } from 'vitest';
import { placeCard } from './placeCard.ts';

const CARD = { width: 300, height: 150 };
const WINDOW = { width: 1000, height: 800 };

test.each([
  ['below', { top: 100, left: 200, width: 400, height: 50 }, { top: 162, left: 200 }],
  ['above where there is no room below', { top: 700, left: 200, width: 400, height: 50 }, { top: 538, left: 200 }],
  [
    'over the lower part of what fills the window',
    { top: 60, left: 0, width: 1000, height: 720 },
    { top: 638, left: 12 },
  ],
  ['inside the right edge', { top: 10, left: 950, width: 40, height: 40 }, { top: 62, left: 688 }],
])('the card goes %s', (_, target, place) => {
  expect(placeCard(target, CARD, WINDOW)).toEqual(place);
});

test('in a window that is smaller than the card it begins at the margin', () => {
  expect(placeCard({ top: 0, left: 0, width: 10, height: 10 }, CARD, { width: 200, height: 100 })).toEqual({
    top: 12,
    left: 12,
  });
});
