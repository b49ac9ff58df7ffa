import { expect, test, vi } from 'vitest';
import { lazyWords } from './lazyWords.ts';

test('loads once, when somebody first waits, and tells all', async () => {
  const load = vi.fn(() => Promise.resolve('words'));
  const lazy = lazyWords(load);
  expect(load).not.toHaveBeenCalled();
  await Promise.all([1, 2].map(() => new Promise<void>((told) => lazy.subscribe(told))));
  expect(lazy.get()).toBe('words');
  expect(load).toHaveBeenCalledTimes(1);
});

test('a load that failed is tried again by the next', async () => {
  const load = vi.fn().mockRejectedValueOnce(new Error('offline')).mockResolvedValueOnce('words');
  const lazy = lazyWords(load);
  const leave = lazy.subscribe(() => undefined);
  await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(1));
  leave();
  await vi.waitFor(async () => {
    lazy.subscribe(() => undefined)();
    await Promise.resolve();
    expect(lazy.get()).toBe('words');
  });
  expect(load).toHaveBeenCalledTimes(2);
});
