import { describe, expect, it } from 'vitest';
import { isDimmed, isTagged, wallOptions } from './wallOptions.ts';

const of = (query: string) => wallOptions(new URLSearchParams(query));

describe('wallOptions', () => {
  it('reads what the address says', () => {
    expect(of('tags=web,%20DB,&rotate=20&dim=22-6&theme=dark')).toEqual({
      tags: [['web', 'db']],
      rotateMs: 20_000,
      dim: { from: 22, to: 6 },
      theme: 'dark',
    });
  });

  it.each([
    ['tags=web,db', ['web'], true],
    ['tags=web,db', ['db', 'eu-1'], true],
    ['tags=web&tags=eu-1', ['web'], false],
    ['tags=web&tags=eu-1', ['eu-1', 'web'], true],
    ['tags=web,db&tags=eu-1', ['db', 'eu-1'], true],
    ['tags=,&tags=', [], true],
  ])('takes of %s a host tagged %j: %s', (query, tags, taken) => {
    expect(isTagged(tags, of(query).tags)).toBe(taken);
  });

  it.each(['', 'rotate=x&dim=25-3&theme=pink&tags=,', 'rotate=&dim=7-7', 'dim=night&tags='])(
    'takes %o for nothing said',
    (query) => {
      expect(of(query)).toEqual({ tags: [], rotateMs: 15_000, dim: undefined, theme: undefined });
    },
  );

  it.each([
    ['rotate=1', 5000],
    ['rotate=-3', 5000],
    ['rotate=1e9', 600_000],
  ])('keeps the pace of %s bearable', (query, ms) => {
    expect(of(query).rotateMs).toBe(ms);
  });
});

it.each([
  [{ from: 22, to: 6 }, 23, true],
  [{ from: 22, to: 6 }, 0, true],
  [{ from: 22, to: 6 }, 6, false],
  [{ from: 22, to: 6 }, 21, false],
  [{ from: 1, to: 5 }, 4, true],
  [{ from: 1, to: 5 }, 5, false],
  [undefined, 3, false],
])('between %j it is dimmed at %i: %s', (dim, hour, dimmed) => {
  expect(isDimmed(dim, hour)).toBe(dimmed);
});
