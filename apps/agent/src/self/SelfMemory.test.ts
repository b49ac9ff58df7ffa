import { expect, test, vi } from 'vitest';
import { SelfMemory } from './SelfMemory.ts';

test('reads every ten seconds, and gives back what the start needed once, after half a minute', () => {
  const read = vi.fn<() => number>().mockReturnValueOnce(90e6).mockReturnValue(70e6);
  const release = vi.fn<() => void>();
  const memory = new SelfMemory({ read, release });
  expect(memory.rssBytes(1000)).toBe(90e6);
  expect(memory.rssBytes(10_999)).toBe(90e6);
  expect(read).toHaveBeenCalledTimes(1);
  expect(memory.rssBytes(11_000)).toBe(70e6);
  memory.rssBytes(30_999);
  expect(release).not.toHaveBeenCalled();
  for (const monoMs of [40_999, 51_000, 300_000]) memory.rssBytes(monoMs);
  expect(release).toHaveBeenCalledTimes(1);
  expect(release.mock.invocationCallOrder[0]).toBeLessThan(read.mock.invocationCallOrder.at(-1) ?? 0);
});
