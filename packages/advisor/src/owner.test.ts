import { expect, it } from 'vitest';
import { programName, whoOf } from './owner.ts';

it.each([
  [{ process: 'nginx' }, 'nginx'],
  [{ process: 'nginx', pid: 7 }, 'nginx (pid 7)'],
  [{ process: 'node', pid: 2509, script: '/srv/lab/slowReader.ts' }, 'node (pid 2509, slowReader.ts)'],
  [{ sought: true }, 'a program (the agent still looks for its name)'],
  [{}, 'a program (its name is not visible to the agent)'],
] as const)('the program of %o', (row, name) => {
  expect(whoOf(row).en).toBe(name);
});

it.each([
  [{ process: 'nginx' }, 'nginx'],
  [{ process: 'node', script: '/srv/lab/slowReader.ts' }, 'node (slowReader.ts)'],
  [{}, undefined],
] as const)('the short name of %o', (row, name) => {
  expect(programName(row)).toBe(name);
});
