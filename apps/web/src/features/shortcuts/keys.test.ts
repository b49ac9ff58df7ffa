import { describe, expect, test } from 'vitest';
import { advance, nameOfPress, printedKeys } from './keys.ts';

const press = (key: string, more: object = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

test.each([
  [press('g'), 'g'],
  [press('G'), 'g'],
  [press('?'), '?'],
  [press('K', { metaKey: true }), 'mod+k'],
  [press('k', { ctrlKey: true }), 'mod+k'],
  [press('Shift'), undefined],
  [press('g', { altKey: true }), undefined],
  [press('ArrowLeft'), 'ArrowLeft'],
])('the press %o is called %s', (event, name) => {
  expect(nameOfPress(event)).toBe(name);
});

describe('a sequence', () => {
  const known = ['g s', 'g c', '?', 'l', 's'];
  test('ends in a shortcut', () => {
    expect(advance(known, '', 'g')).toEqual({ rest: 'g' });
    expect(advance(known, 'g', 'c')).toEqual({ match: 'g c', rest: '' });
  });
  test('is longer than its last press alone', () => {
    expect(advance(known, 'g', 's')).toEqual({ match: 'g s', rest: '' });
    expect(advance(known, '', 's')).toEqual({ match: 's', rest: '' });
  });
  test('that leads nowhere may begin anew', () => {
    expect(advance(known, 'g', 'g')).toEqual({ rest: 'g' });
    expect(advance(known, 'g', 'l')).toEqual({ match: 'l', rest: '' });
    expect(advance(known, 'g', 'x')).toEqual({ rest: '' });
  });
});

test('keys are printed as they stand on the keyboard', () => {
  expect(printedKeys('g s', false)).toEqual(['G', 'S']);
  expect(printedKeys('mod+k', false)).toEqual(['Ctrl K']);
  expect(printedKeys('mod+k', true)).toEqual(['⌘ K']);
  expect(printedKeys('ArrowLeft', false)).toEqual(['ArrowLeft']);
});
