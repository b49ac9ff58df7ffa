import { expect, test } from 'vitest';
import { amountOf } from './amountOf.ts';

test.each([
  ['4194304', 'bytes', ['4.00 MiB']],
  ['4096 131072 6291456', 'bytes', ['4.00 KiB', '128 KiB', '6.00 MiB']],
  ['40960 50000 122880', 'pages', ['160 MiB', '195 MiB', '480 MiB']],
  ['67584', 'kibibytes', ['66.0 MiB']],
  ['512', 'bytes', undefined],
  ['7200', 'seconds', ['2 h 0 min']],
  ['60', 'seconds', undefined],
  ['8000', 'microseconds', ['8.00 ms']],
  ['200', 'milliseconds', undefined],
  ['cubic', 'name', undefined],
  ['', 'bytes', undefined],
])('%s %s is %s', (value, unit, amount) => {
  expect(amountOf(value, unit, { pageSizeBytes: 4096 })).toEqual(amount);
});

test('times are said in the language of the reader', () => {
  expect(amountOf('7200', 'seconds', { locale: 'zh-CN' })).toEqual(['2 小时 0 分']);
});

test('pages of an unknown size say nothing', () => {
  expect(amountOf('40960', 'pages', {})).toBeUndefined();
});
