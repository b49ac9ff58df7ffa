import { expect, test } from 'vitest';
import { parseSysctls, sysctlsQuery } from './sysctlsAddress.ts';

test('the address holds what is shown, and what it does not know counts as absent', () => {
  expect(
    parseSysctls(new URLSearchParams('of=device:eth0&show=drifted&layer=link&q=rps&tunable=sysfs.rps_cpus&queue=3')),
  ).toEqual({
    place: { kind: 'device', device: 'eth0' },
    shown: 'drifted',
    layer: 'link',
    search: 'rps',
    tunable: 'sysfs.rps_cpus',
    queue: 3,
  });
  expect(parseSysctls(new URLSearchParams('of=netns:x&show=many&layer=physical&queue=-1'))).toEqual({
    place: { kind: 'host' },
    shown: 'all',
    layer: undefined,
    search: '',
    tunable: undefined,
    queue: undefined,
  });
});

test('a change keeps the rest, and defaults are left out', () => {
  const query = new URLSearchParams('from=1&show=kept&tunable=sysfs.rps_cpus&queue=3');
  expect(sysctlsQuery(query, { place: { kind: 'namespace', inode: '4026532008' } })).toBe(
    'from=1&show=kept&tunable=sysfs.rps_cpus&queue=3&of=netns%3A4026532008',
  );
  expect(sysctlsQuery(query, { shown: 'all', tunable: undefined })).toBe('from=1');
});
