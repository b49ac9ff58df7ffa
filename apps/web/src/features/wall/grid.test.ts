import { describe, expect, it } from 'vitest';
import { gridFor, pagesOf, rowsFor } from './grid.ts';

/** A television of 1920 by 1080, under its bar. */
const TV = { width: 1870, height: 980, unit: 25 };

describe('gridFor', () => {
  it.each([
    [1, { columns: 1, rows: 1, density: 'large' }],
    [2, { columns: 2, rows: 1, density: 'large' }],
    [4, { columns: 2, rows: 2, density: 'large' }],
    [5, { columns: 3, rows: 2, density: 'medium' }],
    [12, { columns: 4, rows: 3, density: 'medium' }],
    [40, { columns: 7, rows: 6, density: 'small' }],
    [200, { columns: 7, rows: 6, density: 'small' }],
  ])('shows %i hosts of a television in %j', (tiles, grid) => {
    expect(gridFor(tiles, TV)).toEqual(grid);
  });

  it('is the same on a screen with four times the pixels', () => {
    expect(gridFor(40, { width: 3740, height: 1960, unit: 50 })).toEqual({ columns: 7, rows: 6, density: 'small' });
  });

  it('has room for one where there is hardly any', () => {
    expect(gridFor(9, { width: 100, height: 10, unit: 25 })).toEqual({ columns: 1, rows: 1, density: 'small' });
    expect(gridFor(0, TV)).toEqual({ columns: 1, rows: 1, density: 'large' });
  });
});

describe('rowsFor', () => {
  it.each([
    [1, 1, [1]],
    [3, 2, [1, 2]],
    [13, 3, [4, 4, 5]],
    [40, 6, [6, 6, 7, 7, 7, 7]],
    [42, 6, [7, 7, 7, 7, 7, 7]],
    [2, 6, [1, 1]],
    [0, 1, []],
  ])('leaves no gap behind %i tiles in %i rows', (tiles, rows, each) => {
    expect(rowsFor(tiles, rows)).toEqual(each);
  });
});

describe('pagesOf', () => {
  it('is one page when everything fits', () => {
    expect(pagesOf([1, 2, 3], { perPage: 3, pinned: 1 })).toEqual([[1, 2, 3]]);
    expect(pagesOf([], { perPage: 3, pinned: 0 })).toEqual([[]]);
  });

  it('keeps on every page what is pinned, and turns the rest', () => {
    expect(pagesOf([1, 2, 3, 4, 5, 6], { perPage: 3, pinned: 1 })).toEqual([
      [1, 2, 3],
      [1, 4, 5],
      [1, 6],
    ]);
  });

  it('fills all pages as much as each other', () => {
    const hosts = Array.from({ length: 200 }, (_, n) => n);
    const pages = pagesOf(hosts, { perPage: 42, pinned: 0 });
    expect(pages.map(({ length }) => length)).toEqual([40, 40, 40, 40, 40]);
    expect(pages.flat()).toEqual(hosts);
  });

  it('follows the order when too much is pinned', () => {
    expect(pagesOf([1, 2, 3, 4, 5], { perPage: 3, pinned: 2 })).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });
});
