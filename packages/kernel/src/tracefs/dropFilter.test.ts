import { expect, it } from 'vitest';
import { dropFilter } from './dropFilter.ts';

it('leaves out what belongs to no network protocol, by the numbers of this kernel', () => {
  const reasons = new Map([
    [2, 'NOT_SPECIFIED'],
    [3, 'NO_SOCKET'],
    [4, 'SOCKET_CLOSE'],
    [104, 'QUEUE_PURGE'],
  ]);
  expect(dropFilter(reasons)).toBe('protocol != 0 || (reason != 2 && reason != 4 && reason != 104)');
  expect(dropFilter(new Map())).toBe('protocol != 0');
});
