import { expect, test } from 'vitest';
import { bestOf, nearestOf, type PaletteItem, scoreOf } from './items.ts';

const item = (title: string, detail = '', words = ''): PaletteItem => ({ id: title, title, detail, words });

test('every word that was typed must occur', () => {
  expect(scoreOf(item('Accept queue overflows', 'transport.tcpExt.listenOverflows'), 'accept over')).toBeGreaterThan(0);
  expect(scoreOf(item('Accept queue overflows'), 'accept drops')).toBe(0);
});

test('the whole title is before a beginning, that before a middle, that before the small print', () => {
  const items = [
    item('Nothing near', 'stack.of'),
    item('Haystack'),
    item('Stack of hosts'),
    item('Stack'),
    item('Elsewhere'),
  ];
  expect(bestOf(items, 'stack').map(({ title }) => title)).toEqual([
    'Stack',
    'Stack of hosts',
    'Haystack',
    'Nothing near',
  ]);
});

test('nothing typed shows the first ones, what is typed finds those behind them', () => {
  const items = Array.from({ length: 20 }, (_, place) => item(`db${place}`));
  expect(bestOf(items, '')).toHaveLength(8);
  expect(bestOf(items, 'db19').map(({ title }) => title)).toEqual(['db19']);
  expect(bestOf(items, '  ')).toHaveLength(8);
});

test('where nothing fits whole, what has most of the words comes first, short words telling nothing', () => {
  const items = [item('Lost route'), item('Receive buffer', '', 'lost messages'), item('A thing with gaps')];
  expect(nearestOf(items, 'a lost messages again', 3).map(({ title }) => title)).toEqual([
    'Receive buffer',
    'Lost route',
  ]);
  expect(nearestOf(items, 'a the of', 3)).toEqual([]);
});
