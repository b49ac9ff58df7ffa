import { expect, it } from 'vitest';
import { restOfHeadline } from './restOfHeadline.ts';

it.each([
  ['accept queue overflows: 41/s; dropped at listeners: 3/s', 'Accept queue overflows', 'dropped at listeners: 3/s'],
  ['UDP datagrams dropped: 1.20k/s', 'UDP datagrams dropped', undefined],
  ['接收队列溢出：41/s；监听者丢弃：3/s', '接收队列溢出', '监听者丢弃：3/s'],
  [
    'the accept queue of nginx :8080 is full: 129 of 128',
    'Accept queue',
    'the accept queue of nginx :8080 is full: 129 of 128',
  ],
  ['something hurts', undefined, 'something hurts'],
  [undefined, 'Accept queue', undefined],
])('of %o under %o it is %o', (headline, title, rest) => {
  expect(restOfHeadline(headline, title)).toBe(rest);
});
