import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseSysNetNetfilterNfConntrackCount } from './sysNetNetfilterNfConntrackCount.ts';

const good = fixture('nf_conntrack_count');

test('gives the number', () => {
  expect(parseSysNetNetfilterNfConntrackCount(good)).toEqual({ count: 20 });
  expect(parseSysNetNetfilterNfConntrackCount('0\n')).toEqual({ count: 0 });
});

test.each([
  ['', 'it is empty'],
  ['26', 'it ends inside the line "26"'],
  ['\n', '"" is not a counter'],
  ['-1\n', '"-1" is not a counter'],
  ['1 2\n', '"1 2" is not a counter'],
  ['1\n2\n', 'it has 2 lines'],
])('refuses %j', (text, detail) => {
  const path = '/proc/sys/net/netfilter/nf_conntrack_count';
  expect(() => parseSysNetNetfilterNfConntrackCount(text)).toThrow(expect.objectContaining({ path, detail }));
});

test('never invents a number', () => {
  expectNoInvention({ parse: parseSysNetNetfilterNfConntrackCount, good });
});
