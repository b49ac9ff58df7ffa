import type { Advice, SettingPast } from '@netstrata/advisor';
import { sameWords, type Words } from '@netstrata/metrics';
import { expect, it } from 'vitest';
import { suffices, withPast } from './withPast.ts';

const WMEM = { tunable: 'net.ipv4.tcp_wmem', namespace: 'host', current: '4096 16384 131072' };
const PAST: SettingPast = {
  timeMs: 1_790_000_000_000,
  before: '4096 16384 4194304',
  after: '4096 16384 131072',
  how: 'drift',
  by: 'sysctl (pid 7)',
};
const advice = (proposed: string, more: Partial<Advice<Words>> = {}) =>
  ({
    id: 'sock-sndbuf-limited:net.ipv4.tcp_wmem',
    changes: [{ ...WMEM, proposed }],
    arithmetic: sameWords('6 MB/s x 20 ms'),
    ...more,
  }) as Advice<Words>;

it('says who changed a setting, and proposes the value before where that is enough', () => {
  const told = withPast(advice('4096 16384 524288'), () => PAST);
  expect(told.changes).toEqual([{ ...WMEM, proposed: '4096 16384 4194304', past: PAST }]);
  expect(told.arithmetic.en).toBe('6 MB/s x 20 ms; the value before, 4096 16384 4194304, is enough');
});

it('goes on proposing what is needed where the value before is less, and where it is the same', () => {
  const more = withPast(advice('4096 16384 8388608'), () => PAST);
  expect(more.changes).toEqual([{ ...WMEM, proposed: '4096 16384 8388608', past: PAST }]);
  const same = withPast(advice('4096 16384 4194304'), () => PAST);
  expect(same.arithmetic.en).toBe('6 MB/s x 20 ms');
});

it('puts all settings of an advice back, or none: their values fit each other', () => {
  const both = advice('4096 16384 524288');
  const other = { tunable: 'net.core.wmem_max', namespace: 'host', current: '1', proposed: '2' };
  const two = { ...both, changes: [...both.changes, other] };
  const told = withPast(two, ({ tunable }) => (tunable === WMEM.tunable ? PAST : undefined));
  expect(told.changes.map(({ proposed, past }) => [proposed, past !== undefined])).toEqual([
    ['4096 16384 524288', true],
    ['2', false],
  ]);
});

it('says nothing where nobody changed it, or its change is being verified', () => {
  const found = advice('4096 16384 524288');
  expect(withPast(found, () => undefined)).toBe(found);
  const applied = advice('4096 16384 524288', { applied: { changeId: 'change-0001', state: 'quiet' } });
  expect(withPast(applied, () => PAST)).toBe(applied);
});

it.each([
  ['farther up', '1', '4', '2', true],
  ['not as far', '1', '2', '4', false],
  ['down, farther', '8', '1', '2', true],
  ['the other way', '4', '1', '8', false],
  ['absurdly far', '1', '1000', '2', false],
  ['another number moved too', '1 5', '4 9', '2 5', false],
  ['words', 'cubic', 'bbr', 'reno', false],
  ['as many numbers', '1 2', '4', '2 2', false],
] as const)('the value before is enough or not: %s', (_, current, before, proposed, expected) => {
  expect(suffices(before, { tunable: 'net.core.somaxconn', current, proposed })).toBe(expected);
});

it.each([
  ['more ports than the proposed range', '32768 60999', '10240 35937', true],
  ['fewer', '32768 50000', '10240 35937', false],
  ['something else', '32768', '10240 35937', false],
] as const)('a range of ports before that has %s', (_, before, proposed, expected) => {
  const change = { tunable: 'net.ipv4.ip_local_port_range', current: '20000 20399', proposed };
  expect(suffices(before, change)).toBe(expected);
});
