import { expect, it } from 'vitest';
import { chooseRows, isOfDevice, matchesSetting } from './chooseRows.ts';

const rows = chooseRows({ 'net.core.somaxconn': '8', 'net.core.rmem_max': null });
const named = (name: string) => rows.find(({ entry }) => entry.name === name);

it('lists sysctls with what they are now, and settings of devices without', () => {
  expect(named('net.core.somaxconn')?.value).toBe('8');
  expect(named('net.core.rmem_max')?.value).toBeUndefined();
  const ring = named('ethtool.rings.rx');
  expect(ring?.value).toBeUndefined();
  expect(ring !== undefined && isOfDevice(ring.entry)).toBe(true);
});

const seen = { title: '最长的 accept 队列', help: '', unit: '连接' };

it('finds by name, title and help, all words of which must occur', () => {
  const found = (search: string) =>
    rows.filter((row) => matchesSetting(row, seen, search)).map(({ entry }) => entry.name);
  expect(found('SOMAXCONN longest')).toEqual(['net.core.somaxconn']);
  expect(found('somaxconn accept 队列')).toEqual(['net.core.somaxconn']);
  expect(found('somaxconn zebra')).toEqual([]);
  expect(found(' ')).toHaveLength(rows.length);
});
