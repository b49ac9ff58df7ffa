import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { LATE, withinLimit } from './withinLimit.ts';

/** As on a machine that does not let this process run. */
function holdUp(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

test('gives what comes in time, and what fails', async () => {
  expect(await withinLimit(Promise.resolve(7), 1000)).toBe(7);
  await expect(withinLimit(Promise.reject(new Error('no')), 1000)).rejects.toThrow('no');
});

test('calls late what is not there', async () => {
  expect(await withinLimit(new Promise(() => {}), 5)).toBe(LATE);
});

test('takes what was read while the process itself was held up', async () => {
  const reading = withinLimit(readFile('/proc/self/stat', 'utf8'), 10);
  holdUp(100);
  expect(await reading).toContain(String(process.pid));
});

test('takes several reads that follow each other then', async () => {
  const readTwice = async () => [await readFile('/proc/self/stat'), await readFile('/proc/self/comm')].length;
  const reading = withinLimit(readTwice(), 10);
  holdUp(100);
  expect(await reading).toBe(2);
});

test('does not wait for the kernel for longer because of it', async () => {
  const reading = withinLimit(new Promise(() => {}), 10);
  holdUp(100);
  expect(await reading).toBe(LATE);
});
