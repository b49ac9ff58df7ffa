import { expect, test } from 'vitest';
import { errnoName } from './errnoName.ts';

test.each([
  [1, 'EPERM'],
  [11, 'EAGAIN'],
  [95, 'EOPNOTSUPP'],
  [105, 'ENOBUFS'],
  [9999, '9999'],
])('%i is %s', (number, name) => expect(errnoName(number)).toBe(name));
