import { beforeEach, expect, it } from 'vitest';
import { Attempts } from './Attempts.ts';
import { TooManyError } from './TooManyError.ts';

let nowMs = 0;
let attempts: Attempts;
beforeEach(() => {
  nowMs = 1_000_000;
  attempts = new Attempts(() => nowMs);
});

const ada = 'ada@example.org';
/** Whether the attempt was looked at at all, and what came of it. */
const tried = async (address: string, proved: boolean, account = ada): Promise<'in' | 'wrong' | number> => {
  try {
    return (await attempts.run({ address, account }, async () => ({ proved }))).proved ? 'in' : 'wrong';
  } catch (error) {
    if (error instanceof TooManyError) return error.retryAfterS;
    throw error;
  }
};

it('ten wrong ones from one address for one account, thirty for all; a quarter of an hour later again', async () => {
  for (let n = 0; n < 10; n++) expect(await tried('192.0.2.1', false)).toBe('wrong');
  nowMs += 60_000;
  expect(await tried('192.0.2.1', true)).toBe(840);
  for (let n = 0; n < 20; n++) expect(await tried('192.0.2.1', false, `${n}@example.org`)).toBe('wrong');
  expect(await tried('192.0.2.1', true, 'new@example.org')).toBe(840);
  nowMs += 840_000;
  expect(await tried('192.0.2.1', true)).toBe('in');
});

it('right ones count for nothing', async () => {
  for (let n = 0; n < 100; n++) expect(await tried('192.0.2.1', true)).toBe('in');
  expect(await tried('192.0.2.1', false)).toBe('wrong');
});

it('an account that many addresses attack is open to its owner: from where they were before as ever, from elsewhere once', async () => {
  expect(await tried('198.51.100.1', true)).toBe('in');
  for (let n = 0; n < 60; n++) await tried(`192.0.2.${n}`, false);
  expect(await tried('192.0.2.200', false)).toBe('wrong');
  expect(await tried('192.0.2.200', false)).toBe(900);
  expect(await tried('192.0.2.201', true)).toBe('in');
  for (let n = 0; n < 9; n++) expect(await tried('198.51.100.1', false)).toBe('wrong');
  expect(await tried('198.51.100.1', true)).toBe('in');
  expect(await tried('192.0.2.202', false, 'bob@example.org')).toBe('wrong');
  expect(await tried('192.0.2.202', false, 'bob@example.org')).toBe('wrong');
});

it('many at once are counted before they end, and no more than sixteen run', async () => {
  const ends: (() => void)[] = [];
  const begin = (address: string) =>
    attempts.run(
      { address, account: address },
      () => new Promise<{ proved: boolean }>((end) => ends.push(() => end({ proved: false }))),
    );
  const running = Array.from({ length: 16 }, (_, n) => begin(`192.0.2.${n}`));
  await expect(begin('192.0.2.99')).rejects.toBeInstanceOf(TooManyError);
  for (const end of ends) end();
  await Promise.all(running);
  const same = Array.from({ length: 12 }, () =>
    attempts.run({ address: '192.0.2.5', account: ada }, async () => ({ proved: false })),
  );
  expect(
    (await Promise.allSettled(same)).map(({ status }) => status).filter((status) => status === 'rejected'),
  ).toHaveLength(2);
});

it('keeps count of many addresses without growing for ever', async () => {
  for (let n = 0; n < 30_000; n++)
    await tried(`2001:db8:${(n >> 8).toString(16)}:${(n & 255).toString(16)}::1`, false, `${n}`);
  expect(attempts.size).toBeLessThanOrEqual(20_000);
  nowMs += 900_000;
  attempts.sweep();
  expect(attempts.size).toBe(0);
});
