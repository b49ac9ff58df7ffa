import { expect, test } from 'vitest';
import { DeadMan } from './DeadMan.ts';
import { ManualClock } from './testing/ManualClock.ts';

function rig() {
  const clock = new ManualClock();
  const due: string[] = [];
  const deadMan = new DeadMan(clock, (id, why) => due.push(`${id} ${why} ${clock.monoMs() - 500_000}`));
  const arm = (id: string, ms: number, patient = false) => deadMan.arm(id, { monoMs: clock.monoMs() + ms, patient });
  return { clock, due, deadMan, arm };
}

test('each is called once at its time, unless it was disarmed', () => {
  const { clock, due, deadMan, arm } = rig();
  arm('c', 60_000);
  arm('a', 1000);
  arm('b', 1000);
  arm('gone', 2000);
  clock.pass(1500);
  deadMan.disarm('gone');
  deadMan.disarm('never');
  clock.pass(600_000);
  expect(due).toEqual(['a late 1000', 'b late 1000', 'c late 60000']);
  expect([clock.waiting, deadMan.size]).toEqual([0, 0]);
});

test('15 seconds after the way was lost, but for those that expect it', () => {
  const { clock, due, deadMan, arm } = rig();
  arm('usual', 60_000);
  arm('patient', 120_000, true);
  arm('soon', 12_000);
  clock.pass(5000);
  deadMan.lost();
  clock.pass(2000);
  deadMan.lost();
  // Made while it was lost: nobody will confirm it either.
  arm('late', 60_000);
  clock.pass(200_000);
  expect(due).toEqual(['soon late 12000', 'usual lost 20000', 'late lost 20000', 'patient late 120000']);
});

test('found again, every time is what it was', () => {
  const { clock, due, deadMan, arm } = rig();
  arm('a', 60_000);
  for (let n = 0; n < 5; n++) {
    deadMan.lost();
    clock.pass(10_000);
    deadMan.found();
  }
  clock.pass(10_000);
  expect(due).toEqual(['a late 60000']);
});

test('a machine that slept finds its deadlines passed at its next look', () => {
  let asleepMs = 0;
  const clock = new ManualClock();
  const due: string[] = [];
  const deadMan = new DeadMan({ monoMs: () => clock.monoMs() + asleepMs, after: clock.after }, (id) => due.push(id));
  deadMan.arm('a', { monoMs: clock.monoMs() + 60_000, patient: false });
  asleepMs = 3_600_000;
  clock.pass(5000);
  expect(due).toEqual(['a']);
  deadMan.stop();
});

test('stopped, it calls nobody', () => {
  const { clock, due, deadMan, arm } = rig();
  arm('a', 1000);
  deadMan.stop();
  clock.pass(5000);
  expect([due, clock.waiting]).toEqual([[], 0]);
});
