import { expect, it } from 'vitest';
import { LocationNames, type SymbolLookup } from './LocationNames.ts';

const lookupOf = (answers: readonly ReturnType<SymbolLookup>[]) => {
  const asked: number[][] = [];
  const rest = [...answers];
  const lookup: SymbolLookup = (addresses) => {
    asked.push([...addresses]);
    return rest.shift() ?? Promise.resolve(new Map());
  };
  return { asked, names: new LocationNames(lookup) };
};
const found = (...entries: readonly [number, string, string?][]) =>
  Promise.resolve(new Map(entries.map(([at, name, module]) => [at, { name, module }])));

it('looks for new places once, and not for each at once', async () => {
  const { asked, names } = lookupOf([found([1, 'a+0x1'], [2, 'b+0x2', 'vxlan']), found([3, 'c+0x3'])]);
  await names.want([1, 2], 0);
  await names.want([1, 3], 1000);
  await names.want([2], 9999);
  expect([names.nameOf(1), names.nameOf(2), names.nameOf(3)]).toEqual(['a+0x1', 'b+0x2 [vxlan]', undefined]);
  await names.want([], 10_000);
  expect(names.nameOf(3)).toBe('c+0x3');
  expect(asked).toEqual([[1, 2], [3]]);
  expect(names.unnamed).toBeUndefined();
});

it('says why there are no names', async () => {
  const { names } = lookupOf([found(), Promise.reject(new Error('gone'))]);
  await names.want([1], 0);
  expect(names.unnamed).toContain('CAP_SYSLOG');
  await names.want([2], 30_000);
  expect(names.unnamed).toContain('gone');
});
