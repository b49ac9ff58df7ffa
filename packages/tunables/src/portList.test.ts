import { describe, expect, it } from 'vitest';
import { parsePortList, portListText } from './portList.ts';

describe('a list of ports', () => {
  it('is read in order and without overlap', () => {
    expect(parsePortList('\n')).toEqual([]);
    expect(parsePortList('8080')).toEqual([[8080, 8080]]);
    expect(parsePortList('9148-9150,8080')).toEqual([
      [8080, 8080],
      [9148, 9150],
    ]);
    expect(parsePortList('5-9,7-20,21')).toEqual([[5, 21]]);
    expect(parsePortList('0-65535')).toEqual([[0, 65_535]]);
  });

  it('is refused where it is none', () => {
    for (const text of ['80,', ',', '80 81', '90-80', '65536', '080', '1-', '-1', 'http', '1-2-3'])
      expect(parsePortList(text)).toBeUndefined();
  });

  it('is written as the kernel prints it', () => {
    expect(portListText([])).toBe('');
    expect(
      portListText([
        [82, 82],
        [80, 81],
        [6379, 6379],
      ]),
    ).toBe('80-82,6379');
  });
});
