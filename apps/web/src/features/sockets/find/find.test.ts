import { expect, test } from 'vitest';
import { troubleOf } from '../../api/troubleOf.ts';
import { FIND_TEXT } from './text.ts';
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
  expect(FIND_TEXT.found('2', '340 sockets', {})).toBe('2 of 340 sockets match.');
  expect(FIND_TEXT.found('120', '340 sockets', { netns: 'docker web', shown: 50 })).toBe(
    '120 of 340 sockets match in network namespace docker web, the fullest 50 are shown.',
  );
});
