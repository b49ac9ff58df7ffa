import { expect, test } from 'vitest';
import { localeOf } from './localeOf.ts';

test.each([
  ['zh-CN', 'en-US,en;q=0.9', 'zh-CN'],
  ['en', 'zh-CN,zh;q=0.9', 'en'],
  [undefined, 'zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
  [undefined, 'en-US,en;q=0.9,zh;q=0.8', 'en'],
  [undefined, 'de-DE,de;q=0.9,zh-TW;q=0.5,en;q=0.3', 'zh-CN'],
  [undefined, 'fr', 'en'],
  [undefined, '*', 'en'],
  [7, undefined, 'en'],
  [undefined, 'zh;q=0, en;q=0.1', 'en'],
  [undefined, ';;;,,q=,zh;q=x', 'en'],
  ['klingon', null, 'en'],
])('with the choice %o and Accept-Language %o it is %s', (chosen, accepted, locale) => {
  expect(localeOf(chosen, accepted)).toBe(locale);
});
