import { describe, expect, test } from 'vitest';
import { DelayQueue } from './DelayQueue.ts';
import { packetsInFlight, planLink } from './plan.ts';
import { randomFrom } from './random.ts';

const drain = (queue: DelayQueue, nowMs: number): [slot: number, bytes: number][] => {
  const out: [number, number][] = [];
  while (queue.shift(nowMs, (slot, bytes) => out.push([slot, bytes])));
  return out;
};

describe('a direction of a link', () => {
  test('keeps packets for the delay, in order', () => {
    const queue = new DelayQueue(planLink({ delayMs: 20 }), 8, 1);
    queue.push(100, 1000);
    queue.push(200, 1005);
    expect(queue.dueMs).toBe(1020);
    expect(drain(queue, 1019.9)).toEqual([]);
    expect(drain(queue, 1020)).toEqual([[0, 100]]);
    expect(drain(queue, 1025)).toEqual([[1, 200]]);
    expect(queue.dueMs).toBe(Number.POSITIVE_INFINITY);
    expect(queue.stats).toEqual({ forwarded: 2, lost: 0, swallowed: 0, overflowed: 0 });
  });

  test('lets a packet take the time its bytes need at the rate', () => {
    // 8 Mbit/s are 1000 bytes a millisecond.
    const queue = new DelayQueue(planLink({ delayMs: 10, rateMbit: 8 }), 8, 1);
    queue.push(1000, 0);
    queue.push(1000, 0);
    expect(queue.dueMs).toBe(11);
    expect(drain(queue, 11)).toHaveLength(1);
    expect(queue.dueMs).toBe(12);
  });

  test('drops what the queue has no room for, not what is merely on its way', () => {
    const queue = new DelayQueue(planLink({ delayMs: 1000, rateMbit: 8, queueBytes: 3000 }), 64, 1);
    for (let packet = 0; packet < 5; packet++) queue.push(1000, 0);
    expect(queue.stats.overflowed).toBe(2);
    // After two milliseconds two of the three have left the queue for the line.
    queue.push(1000, 2);
    queue.push(1000, 2);
    queue.push(1000, 2);
    expect(queue.stats.overflowed).toBe(3);
    expect(drain(queue, 5000)).toHaveLength(5);
  });

  test('drops what it has no slot for and goes on', () => {
    const queue = new DelayQueue(planLink({ delayMs: 1 }), 3, 1);
    for (let packet = 0; packet < 4; packet++) queue.push(10 + packet, 0);
    expect(queue.stats.overflowed).toBe(2);
    expect(drain(queue, 1)).toEqual([
      [0, 10],
      [1, 11],
    ]);
    queue.push(99, 5);
    expect(drain(queue, 6)).toEqual([[2, 99]]);
  });

  test('loses the same packets for the same seed, and about the share asked for', () => {
    const lossOf = (seed: number) => {
      const queue = new DelayQueue(planLink({ lossPercent: 10 }), 2, seed);
      const lost: number[] = [];
      for (let packet = 0; packet < 10_000; packet++) {
        const before = queue.stats.lost;
        queue.push(100, packet);
        if (queue.stats.lost > before) lost.push(packet);
        drain(queue, packet);
      }
      return lost;
    };
    const first = lossOf(1);
    expect(lossOf(1)).toEqual(first);
    expect(lossOf(2)).not.toEqual(first);
    expect(first.length).toBeGreaterThan(900);
    expect(first.length).toBeLessThan(1100);
  });

  test('loses nothing at 0 % and everything at 100 %', () => {
    const all = new DelayQueue(planLink({ lossPercent: 100 }), 4, 1);
    for (let packet = 0; packet < 100; packet++) all.push(1, 0);
    expect(all.stats).toEqual({ forwarded: 0, lost: 100, swallowed: 0, overflowed: 0 });
  });
});

test('random numbers are in [0, 1) for any seed, zero included', () => {
  for (const seed of [0, 1, 0x9e3779b9, 2 ** 32 - 1]) {
    const random = randomFrom(seed);
    const numbers = Array.from({ length: 1000 }, random);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(new Set(numbers).size).toBe(1000);
  }
});

describe('a direction that does more than delay', () => {
  test('swallows what is larger than it carries', () => {
    const queue = new DelayQueue(planLink({ largestBytes: 1400 }), 8, 1);
    for (const bytes of [1400, 1401, 1500, 60]) queue.push(bytes, 0);
    expect(drain(queue, 0)).toEqual([
      [0, 1400],
      [1, 60],
    ]);
    expect(queue.stats).toEqual({ forwarded: 2, lost: 0, swallowed: 2, overflowed: 0 });
  });

  test('lets about the share asked for overtake those on their way, and never the first', () => {
    const queue = new DelayQueue(planLink({ delayMs: 10, reorderPercent: 20 }), 2000, 1);
    expect(queue.push(1, 0)).toBe(false);
    const overtaking = Array.from({ length: 1000 }, () => queue.push(1, 0)).filter(Boolean).length;
    expect(overtaking).toBeGreaterThan(150);
    expect(overtaking).toBeLessThan(250);
    expect(drain(queue, 10)).toHaveLength(1001 - overtaking);
    expect(queue.stats.forwarded).toBe(1001);
  });
});

describe('the plan of a link', () => {
  test('lets nothing overtake where nothing is on its way', () => {
    expect(() => planLink({ reorderPercent: 5 })).toThrow('reorderPercent needs a delayMs');
  });

  test('queues a round trip at the rate unless told otherwise', () => {
    expect(planLink({ rateMbit: 100, delayMs: 20 })).toEqual({
      delayMs: 20,
      reorderPercent: 0,
      largestBytes: undefined,
      txQueueLength: 10_000,
      rateMbit: 100,
      lossPercent: 0,
      queueBytes: 500_000,
      mtu: 1500,
      seed: 1,
    });
    expect(planLink().queueBytes).toBe(65_536);
    expect(packetsInFlight(planLink({ rateMbit: 100, delayMs: 20 }))).toBe(2024);
  });

  test.each([
    [{ delayMs: -1 }, 'delayMs is -1: it must be between 0 and 2000.'],
    [{ rateMbit: 0 }, 'rateMbit is 0: it must be between 0.064 and 10000.'],
    [{ lossPercent: 101 }, 'lossPercent is 101: it must be between 0 and 100.'],
    [{ mtu: Number.NaN }, 'mtu is NaN: it must be between 576 and 9000.'],
  ])('names what is out of bounds: %o', (options, message) => {
    expect(() => planLink(options)).toThrow(message);
  });
});
