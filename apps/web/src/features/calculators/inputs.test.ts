import { expect, test } from 'vitest';
import type { HostNumbers } from './hostNumbers.ts';
import { field, prefilled, rounded, troubleOf } from './inputs.ts';

const rtt = field('rttMs', ['ms', 0.01, 60_000], {
  usual: '40',
  ofHost: ({ far }) => rounded(far && far.rttUs / 1000),
});
const rmem = field('tcpRmem', ['bytes', 1, 2 ** 31 - 1], { usual: '4096 131072 6291456', count: 3 });
const control = field('congestionControl', ['none', 0, 0], { usual: 'cubic', choices: ['cubic', 'bbr'] });
const asked = field('askedBytes', ['bytes', 1, 2 ** 31 - 1], { usual: '', optional: true });

test.each([
  [rtt, '40', undefined],
  [rtt, '0', 'range'],
  [rtt, '1e9', 'range'],
  [rtt, 'forty', 'number'],
  [rtt, '', 'number'],
  [rtt, '1 2', 'count'],
  [rtt, '0.5', undefined],
  [rmem, '4096 131072 6291456', undefined],
  [rmem, '4096 131072 6291456.5', 'whole'],
  [rmem, '4096 131072', 'count'],
  [control, 'bbr', undefined],
  [control, 'vegas', 'choice'],
  [asked, '', undefined],
])('%o with "%s": %s', (input, text, trouble) => {
  expect(troubleOf(input, text)).toBe(trouble);
});

test('what the host says is taken where it is inside the bounds', () => {
  const host = (rttMs: number | undefined) => ({ far: rttMs && { rttUs: rttMs * 1000 } }) as HostNumbers;
  expect(prefilled([rtt], host(12.3456))).toEqual({ rttMs: '12.3' });
  expect(prefilled([rtt], host(0.0001))).toEqual({ rttMs: '40' });
  expect(prefilled([rtt, rmem], host(undefined))).toEqual({ rttMs: '40', tcpRmem: '4096 131072 6291456' });
});
