import { expect, test } from 'vitest';
import { emptyCounters, emptyDelta, PreviousSockets } from './PreviousSockets.ts';

/** One dump with sockets whose keys are these, each of which has sent so much. */
function dump(previous: PreviousSockets, keys: readonly number[], txBytes: number): number {
  const delta = emptyDelta();
  let known = 0;
  previous.beginDump();
  for (const key of keys) {
    previous.exchange(key, { ...emptyCounters(), txBytes }, delta);
    if (delta.known && delta.txBytes === txBytes / 2) known++;
  }
  previous.endDump();
  return known;
}
const keysTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

test('a socket has moved what it counts more than in the dump before', () => {
  const previous = new PreviousSockets();
  expect(dump(previous, keysTo(3000), 50)).toBe(0);
  expect(dump(previous, keysTo(3000), 100)).toBe(3000);
});

test('thousands of sockets that are all closed before the next dump are still known to what is told of their end, and then forgotten', () => {
  const previous = new PreviousSockets();
  dump(previous, keysTo(5000), 50);
  dump(previous, [1], 100);
  const delta = emptyDelta();
  previous.finish(4999, { txBytes: 70, rxBytes: 0 }, delta);
  expect(delta).toMatchObject({ known: true, txBytes: 20 });
  const bytes = previous.bytes;
  dump(previous, [1], 200);
  expect(previous.size).toBe(1);
  expect(previous.bytes).toBeLessThan(bytes / 4);
});
