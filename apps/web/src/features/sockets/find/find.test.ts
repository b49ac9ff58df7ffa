import { expect, test } from 'vitest';
import { troubleOf } from '../../api/troubleOf.ts';
import { socketWords } from '../testing/socketWords.ts';
import { foundWords } from './foundWords.ts';
import { findsAddress } from './useSocketFinds.ts';

test('a filter reaches the host letter by letter', () => {
  expect(findsAddress('a b', 'netns:"docker web" port:443 &x=%')).toBe(
    '/api/v1/hosts/a%20b/sockets?filter=netns%3A%22docker+web%22+port%3A443+%26x%3D%25&limit=50',
  );
});

test('trouble is told in the words of the host', () => {
  expect(troubleOf({ error: { code: 'not-found', message: 'netns:x is no network namespace' } }, 404)).toBe(
    'netns:x is no network namespace',
  );
  expect(troubleOf('<html>', 502)).toBe('status 502');
  expect(troubleOf(null, 502)).toBe('status 502');
});

test('what was found is counted, with where, and how many of them are shown', () => {
  const sockets = Array(50).fill({});
  expect(foundWords({ matched: 2, total: 340, sockets: sockets.slice(0, 2) }, socketWords('en'))).toBe(
    '2 of 340 sockets match.',
  );
  expect(foundWords({ matched: 120, total: 340, netns: 'docker web', sockets }, socketWords('en'))).toBe(
    '120 of 340 sockets match in network namespace docker web, the fullest 50 are shown.',
  );
  expect(foundWords({ matched: 120, total: 340, netns: 'blue', sockets }, socketWords('zh-CN'))).toBe(
    '网络命名空间 blue 的 340 个套接字中有 120 个匹配，显示最满的 50 个。',
  );
});
