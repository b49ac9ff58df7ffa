import { expect, test } from 'vitest';
import { KernelError, type KernelErrorCode } from '../KernelError.ts';
import { DumpTally } from './DumpTally.ts';

const NOTHING = {
  dumps: 0,
  failed: 0,
  truncated: 0,
  interrupted: 0,
  overruns: 0,
  retried: 0,
  doubled: 0,
  damaged: 0,
  foreign: 0,
};

test('adds up what dumps bring', () => {
  const tally = new DumpTally();
  tally.ended({ interrupted: false, damaged: 0, foreign: 2 });
  tally.ended({ interrupted: true, damaged: 3, foreign: 0, doubled: 4 });
  tally.overran();
  tally.retried();
  expect(tally.totals).toEqual({
    ...NOTHING,
    dumps: 2,
    interrupted: 1,
    overruns: 1,
    retried: 1,
    doubled: 4,
    damaged: 3,
    foreign: 2,
  });
});

test.each<[KernelErrorCode, number, number]>([
  ['timed-out', 1, 0],
  ['unreadable', 1, 0],
  ['too-large', 1, 1],
  ['malformed', 1, 1],
  ['unsupported', 0, 0],
  ['permission', 0, 0],
  ['vanished', 0, 0],
  ['rejected', 0, 0],
  ['closed', 0, 0],
  ['busy', 0, 0],
])('%s is a failure %i times, and truncated %i times', (code, failed, truncated) => {
  const tally = new DumpTally();
  tally.failed(new KernelError({ code, operation: 'dump', path: 'test' }));
  expect(tally.totals).toEqual({ ...NOTHING, failed, truncated });
});

test('what a visitor threw is no fault of the dump', () => {
  const tally = new DumpTally();
  tally.failed(new Error('the visitor'));
  expect(tally.totals).toEqual(NOTHING);
});
