import { expect, it } from 'vitest';
import { contextOf, grew, labelled } from './contextFixture.ts';
import { cpuMask, isEmptyMask, softirqCpus } from './softirqCpus.ts';

it('writes masks as sysfs takes them', () => {
  expect(cpuMask([])).toBe('0');
  expect(cpuMask([0, 1])).toBe('3');
  expect(cpuMask([1, 2, 3])).toBe('e');
  expect(cpuMask([31])).toBe('80000000');
  expect(cpuMask([32])).toBe('1,00000000');
  expect(cpuMask([0, 1, 63])).toBe('80000000,00000003');
});

it('sorts CPUs by their softirq time', () => {
  const of = (cpu: string) => labelled('link.statCpu.softirqSeconds', { cpu });
  const { window } = contextOf({ [of('0')]: grew(0.25), [of('1')]: grew(0.5) });
  expect(softirqCpus(window, 60)).toEqual([
    { cpu: '1', share: 0.5 },
    { cpu: '0', share: 0.25 },
  ]);
});

it('knows an empty mask', () => {
  expect(['0', '00,00000000', '3', '00,00000001', '', undefined].map(isEmptyMask)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
