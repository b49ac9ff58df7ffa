import { describe, expect, it } from 'vitest';
import { type FormatOptions, formatAge, formatRate, formatValue } from './format.ts';
import type { DisplayUnit } from './stack/types.ts';

const NAN = Number.NaN;

describe('formatValue', () => {
  it.each<[number, DisplayUnit, string]>([
    [0, 'bytes', '0 B'],
    [512, 'bytes', '512 B'],
    [999, 'bytes', '999 B'],
    [1000, 'bytes', '0.98 KiB'],
    [1024, 'bytes', '1.00 KiB'],
    [212_992, 'bytes', '208 KiB'],
    [1_048_576, 'bytes', '1.00 MiB'],
    [33_554_432, 'bytes', '32.0 MiB'],
    [1_023_000_000, 'bytes', '976 MiB'],
    [25_000_000_000, 'bytes', '23.3 GiB'],
    [0, 'bytes/s', '0 bit/s'],
    [100, 'bytes/s', '800 bit/s'],
    [1_234_567, 'bytes/s', '9.88 Mbit/s'],
    [125_000_000, 'bytes/s', '1.00 Gbit/s'],
    [10, 'mbit/s', '10.0 Mbit/s'],
    [25_000, 'mbit/s', '25.0 Gbit/s'],
    [0, 'count', '0'],
    [12, 'count', '12'],
    [999, 'count', '999'],
    [999.6, 'count', '1.00k'],
    [1000, 'count', '1.00k'],
    [12_345, 'packets', '12.3k'],
    [1_000_000, 'segments', '1.00M'],
    [7_654_000_000, 'events', '7.65G'],
    [0.5, 'count', '0.50'],
    [0.001, 'count', '<0.01'],
    [-0.001, 'count', '>-0.01'],
    [-1500, 'count', '-1.50k'],
    [12.34, 'packets/s', '12.3/s'],
    [12_345, 'packets/s', '12.3k/s'],
    [3, 'connections/s', '3/s'],
    [850, 'microseconds', '850 µs'],
    [1250, 'microseconds', '1.25 ms'],
    [82_000, 'microseconds', '82.0 ms'],
    [999_499, 'microseconds', '999 ms'],
    [1_500_000, 'microseconds', '1.50 s'],
    [0, 'milliseconds', '0 s'],
    [0.4, 'milliseconds', '400 µs'],
    [200, 'milliseconds', '200 ms'],
    [90, 'seconds', '90.0 s'],
    [7200, 'seconds', '2 h 0 min'],
    [40, 'milliseconds/s', '40.0 ms/s'],
    [0.01234, 'share', '1.23 %'],
    [1, 'share', '100 %'],
    [0.00001, 'share', '<0.01 %'],
    [0, 'share', '0 %'],
    [12.34, 'percent', '12.3 %'],
    [100, 'pages', '100'],
    [1, 'boolean', 'yes'],
    [0, 'boolean', 'no'],
  ])('%s %s reads %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it.each<[number, DisplayUnit, FormatOptions, string]>([
    [12, 'packets/s', { noun: true }, '12 packets/s'],
    [1, 'packets', { noun: true }, '1 packet'],
    [0, 'sockets', { noun: true }, '0 sockets'],
    [1500, 'datagrams/s', { noun: true }, '1.50k datagrams/s'],
    [4, 'count', { noun: true }, '4'],
    [287_898, 'pages', { pageSizeBytes: 4096 }, '1.10 GiB'],
    [16, 'pages', { pageSizeBytes: 65_536 }, '1.00 MiB'],
    [16, 'pages', { noun: true }, '16 pages'],
    [1500, 'bytes', { exact: true }, '1500 B'],
    [65_536, 'bytes', { exact: true }, '65,536 B'],
    [1000, 'packets', { exact: true }, '1000'],
    [10_000, 'packets', { exact: true, noun: true }, '10,000 packets'],
  ])('%s %s with %o reads %s', (value, unit, options, text) => {
    expect(formatValue(value, unit, options)).toBe(text);
  });

  it.each([undefined, null, NAN])('%s is a dash, never zero', (value) => {
    expect(formatValue(value, 'bytes')).toBe('–');
    expect(formatRate(value, 'packets')).toBe('–');
    expect(formatAge(value)).toBe('–');
  });
});

describe('formatRate', () => {
  it('adds a second to the unit', () => {
    expect(formatRate(2, 'events')).toBe('2/s');
    expect(formatRate(125_000, 'bytes')).toBe('1.00 Mbit/s');
    expect(formatRate(1, 'segments', { noun: true })).toBe('1 segment/s');
  });
});

describe('formatAge', () => {
  it.each([
    [-500, '0 s'],
    [0, '0 s'],
    [999, '0 s'],
    [3000, '3 s'],
    [59_999, '59 s'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h 0 min'],
    [11_520_000, '3 h 12 min'],
    [187_200_000, '2 d 4 h'],
  ])('%s ms reads %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });
});

describe('in Chinese', () => {
  it.each<[number, DisplayUnit, string]>([
    [12, 'packets', '12 个包'],
    [1, 'connections', '1 个连接'],
    [5, 'segments/s', '5 个报文段/s'],
    [3, 'sockets', '3 个套接字'],
    [1200, 'events', '1.20k 次'],
    [2048, 'bytes', '2.00 KiB'],
    [1, 'boolean', '是'],
    [0, 'boolean', '否'],
    [7200, 'seconds', '2 小时 0 分'],
    [4, 'count', '4'],
  ])('%d %s is %s', (value, unit, text) => {
    expect(formatValue(value, unit, { noun: true, locale: 'zh-CN' })).toBe(text);
  });

  it('ages have Chinese units', () => {
    expect([3000, 125_000, 11_520_000, 187_200_000].map((age) => formatAge(age, 'zh-CN'))).toEqual([
      '3 秒',
      '2 分 5 秒',
      '3 小时 12 分',
      '2 天 4 小时',
    ]);
  });
});
