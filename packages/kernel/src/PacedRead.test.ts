import { expect, test } from 'vitest';
import { PacedRead } from './PacedRead.ts';

/** A reading that takes `costMs` of CPU, and waits for `waitMs` besides, by clocks of its own. */
function reading(costMs: number, waitMs = 0) {
  const state = { nowMs: 0, cpuMs: 0, reads: 0, gate: undefined as Promise<void> | undefined };
  const paced = new PacedRead(
    'test',
    async () => {
      state.reads++;
      state.cpuMs += costMs;
      state.nowMs += costMs + waitMs;
      await state.gate;
      return state.reads;
    },
    { nowMs: () => state.nowMs, cpuMs: () => state.cpuMs },
  );
  return { state, paced };
}

test('a reading of 10 ms is made every 20 seconds, and given again in between', async () => {
  const { state, paced } = reading(10);
  expect(await paced.next(1000)).toBe(1);
  state.nowMs += 19_999;
  expect(await paced.next(1000)).toBe(1);
  state.nowMs += 1;
  expect(await paced.next(1000)).toBe(2);
});

test('one of 1 ms that waits a second for its turn on a crowded machine is made every 2 seconds', async () => {
  const { state, paced } = reading(1, 1000);
  expect(await paced.next(1000)).toBe(1);
  state.nowMs += 1999;
  expect(await paced.next(1000)).toBe(1);
  state.nowMs += 1;
  expect(await paced.next(1000)).toBe(2);
});

test('one that takes too long fails the first time, goes on, and later gives the old rows meanwhile', async () => {
  const { state, paced } = reading(1);
  let open = () => {};
  const close = () => {
    state.gate = new Promise((resolve) => {
      open = resolve;
    });
  };
  close();
  await expect(paced.next(1)).rejects.toMatchObject({ code: 'timed-out', path: 'test', detail: '1 ms' });
  const first = paced.next(10_000);
  open();
  expect(await first).toBe(1);
  expect(state.reads).toBe(1);
  state.nowMs += 60_000;
  close();
  expect(await paced.next(1)).toBe(1);
  expect(state.reads).toBe(2);
  const second = paced.next(10_000);
  open();
  expect(await second).toBe(2);
});

test('a failure is told, and the next reading is made anew', async () => {
  let fail = true;
  const paced = new PacedRead('test', async () => {
    if (fail) throw new Error('no');
    return 'yes';
  });
  await expect(paced.next(1000)).rejects.toThrow('no');
  fail = false;
  expect(await paced.next(1000)).toBe('yes');
});
