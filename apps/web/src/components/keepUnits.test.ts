import { expect, it } from 'vitest';
import { keepUnits } from './keepUnits.ts';

it.each([
  ['295 segments/s, 0.14 % sent again', '295 segments/s, 0.14\u00a0% sent again'],
  ['128 KiB of 2.20 GiB', '128\u00a0KiB of 2.20\u00a0GiB'],
  ['699 bit/s out and 9.64 kbit/s in', '699\u00a0bit/s out and 9.64\u00a0kbit/s in'],
  ['full for 5 s (2 min 3 s)', 'full for 5\u00a0s (2\u00a0min 3\u00a0s)'],
  ['9 of 8 sockets, 3 hosts, 4 Bytes', '9 of 8 sockets, 3 hosts, 4 Bytes'],
])('%s', (text, kept) => {
  expect(keepUnits(text)).toBe(kept);
});
