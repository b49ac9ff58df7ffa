import { expect, test } from 'vitest';
import { driftBy } from './driftBy.ts';

test.each([
  [undefined, { kind: 'unknownBy' }],
  ['sysctl (pid 7)', { kind: 'by', who: 'sysctl (pid 7)' }],
  ['the machine was started again', { kind: 'told', words: 'the machine was started again' }],
  ['机器重新启动过', { kind: 'told', words: '机器重新启动过' }],
])('%s is %o', (by, said) => {
  expect(driftBy(by)).toEqual(said);
});
