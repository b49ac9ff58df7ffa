import type { SocketGroupRow } from '@netstrata/metrics';
import type { SocketsAnswer } from '@netstrata/protocol/types';
import { expect, test } from 'vitest';
import { ListWindow } from './ListWindow.ts';

const group = (n: number, sockets = 1): SocketGroupRow => ({
  key: `k${n}`,
  filter: `k:${n}`,
  sockets,
  recvQ: 0,
  sendQ: 0,
});
const settle = () => new Promise((done) => setImmediate(done));

interface Asked {
  readonly offset: number;
  readonly limit: number;
  readonly inOrderOf?: number;
}

/** A host with so many groups, whose answers come when the test says so. Its rows turn round with each answer where they move. */
function windowOf(total: number) {
  const asked: Asked[] = [];
  const timers: { ms: number; run: () => void }[] = [];
  const orders = new Map<number, readonly number[]>();
  let fails: string | undefined;
  let order = Array.from({ length: total }, (_, n) => n);
  let sockets = 1;
  let gone: number | undefined;
  let answered: Promise<void> | undefined;
  const list = new ListWindow({
    ask: async ({ offset, limit, inOrderOf }): Promise<SocketsAnswer> => {
      asked.push({ offset, limit, ...(inOrderOf !== undefined && { inOrderOf }) });
      const timeMs = asked.length;
      if (fails !== undefined) throw new Error(fails);
      const now = [...order];
      await answered;
      orders.set(timeMs, now);
      const held = inOrderOf === undefined ? undefined : orders.get(inOrderOf);
      const window = (held ?? now).slice(offset, offset + limit);
      const groups = window.filter((n) => n !== gone).map((n) => group(n, n === 0 ? sockets : 1));
      const places = window.flatMap((n, at) => (n === gone ? [offset + at] : []));
      const about = held && { timeMs: inOrderOf ?? 0, length: held.length, added: 0, gone: places.length, places };
      return { timeMs, total, matched: total, sockets: [], groups, groupTotal: total, ...(about && { held: about }) };
    },
    rowsOf: ({ groups = [] }) => groups,
    after: (ms, run) => {
      const timer = { ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    isSeen: () => true,
  });
  const pass = async () => {
    const timer = timers.shift();
    timer?.run();
    await settle();
    return timer?.ms;
  };
  return {
    list,
    asked,
    pass,
    fail: (why: string | undefined) => (fails = why),
    move: () => sockets++,
    turn: () => (order = order.toReversed()),
    end: (n: number) => (gone = n),
    /** Answers wait until what it gives is called. */
    keepWaiting: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      answered = promise;
      return () => {
        answered = undefined;
        resolve();
      };
    },
    keys: () => [...list.state().rows].toSorted(([a], [b]) => a - b).map(([, row]) => ('key' in row ? row.key : '')),
  };
}

test('what is seen is asked for with some more around it, and again each second', async () => {
  const { list, asked, pass } = windowOf(100_000);
  list.start();
  list.look(0, 19);
  await settle();
  expect(asked).toEqual([{ offset: 0, limit: 81 }]);
  expect(list.state()).toMatchObject({ length: 100_000, trouble: undefined });
  expect(await pass()).toBe(1000);
  expect(asked.at(-1)).toEqual({ offset: 0, limit: 60 });
  list.stop();
});

test('whoever scrolls to what is not held asks at once, and few rows are held', async () => {
  const { list, asked } = windowOf(100_000);
  list.start();
  await settle();
  list.look(0, 19);
  list.look(30, 49);
  expect(asked).toHaveLength(1);
  list.look(50_000, 50_019);
  await settle();
  expect(asked.at(-1)).toEqual({ offset: 49_960, limit: 100 });
  expect(list.state().rows.has(50_010)).toBe(true);
  expect(list.state().rows.size).toBe(100);
  list.stop();
});

test('whoever scrolls on finds the rows that come next, both ways', async () => {
  const { list, asked } = windowOf(100_000);
  list.start();
  await settle();
  list.look(1000, 1019);
  await settle();
  expect(asked.at(-1)).toEqual({ offset: 960, limit: 100 });
  list.look(1010, 1029);
  await settle();
  expect(asked).toHaveLength(2);
  list.look(1030, 1049);
  await settle();
  expect(asked.at(-1)).toEqual({ offset: 990, limit: 100 });
  list.look(1015, 1034);
  await settle();
  expect(asked).toHaveLength(3);
  // Rows that were held before stay for who comes back, until there are none.
  list.look(970, 989);
  await settle();
  expect(asked.at(-1)).toEqual({ offset: 930, limit: 100 });
  list.stop();
});

test('one that is stopped and begun again while it asks goes on asking', async () => {
  const { list, asked, pass } = windowOf(10);
  list.start();
  list.stop();
  list.start();
  await settle();
  expect(list.state()).toMatchObject({ length: 10, trouble: undefined });
  const before = asked.length;
  expect(await pass()).toBe(1000);
  expect(asked).toHaveLength(before + 1);
  list.stop();
});

test('rows that did not change stay the same objects', async () => {
  const { list, move, pass } = windowOf(10);
  list.start();
  await settle();
  const before = list.state().rows;
  move();
  await pass();
  const after = list.state().rows;
  expect(after.get(0)).toMatchObject({ sockets: 2 });
  expect(after.get(1)).toBe(before.get(1));
  list.stop();
});

test('trouble is told, what was known stays, and it is asked again later', async () => {
  const { list, fail, pass } = windowOf(10);
  list.start();
  await settle();
  fail('the agent is silent');
  await pass();
  expect(list.state()).toMatchObject({ trouble: 'the agent is silent', length: 10 });
  fail(undefined);
  expect(await pass()).toBe(3000);
  expect(list.state().trouble).toBeUndefined();
  list.stop();
});

test('rows keep their places while the order is held, and take the newest ones when it is let go', async () => {
  const { list, asked, pass, turn, move, keys } = windowOf(3);
  list.start();
  await settle();
  list.hold(true);
  turn();
  move();
  await pass();
  expect(asked.at(-1)).toMatchObject({ inOrderOf: 1 });
  expect(keys()).toEqual(['k0', 'k1', 'k2']);
  expect(list.state().rows.get(0)).toMatchObject({ sockets: 2 });
  list.hold(false);
  await settle();
  expect(asked.at(-1)?.inOrderOf).toBeUndefined();
  expect(keys()).toEqual(['k2', 'k1', 'k0']);
  list.stop();
});

test('an answer in another order that was on its way when the order was held moves no row', async () => {
  const { list, asked, pass, turn, keys, keepWaiting } = windowOf(3);
  list.start();
  await settle();
  turn();
  const answer = keepWaiting();
  await pass();
  list.hold(true);
  answer();
  await settle();
  expect(keys()).toEqual(['k0', 'k1', 'k2']);
  expect(await pass()).toBe(0);
  expect(asked.at(-1)).toMatchObject({ inOrderOf: 1 });
  expect(keys()).toEqual(['k0', 'k1', 'k2']);
  list.stop();
});

test('a row that is gone keeps its place with what was known of it, and is not asked for again', async () => {
  const { list, pass, end, keys } = windowOf(3);
  list.start();
  await settle();
  list.hold(true);
  end(1);
  expect(await pass()).toBe(1000);
  expect(keys()).toEqual(['k0', 'k1', 'k2']);
  expect([...list.state().gone]).toEqual([1]);
  expect(list.state().answer?.held).toMatchObject({ gone: 1 });
  expect(await pass()).toBe(1000);
  list.stop();
});

test('a held list is sorted anew when somebody asks for it, and held in that order', async () => {
  const { list, asked, pass, turn, keys, keepWaiting } = windowOf(3);
  list.start();
  await settle();
  list.hold(true);
  turn();
  const answer = keepWaiting();
  list.resort();
  await settle();
  expect(list.state().isSorting).toBe(true);
  expect(keys()).toEqual(['k0', 'k1', 'k2']);
  answer();
  await settle();
  expect(list.state().isSorting).toBe(false);
  expect(keys()).toEqual(['k2', 'k1', 'k0']);
  turn();
  await pass();
  expect(asked.at(-1)).toMatchObject({ inOrderOf: 2 });
  expect(keys()).toEqual(['k2', 'k1', 'k0']);
  list.stop();
});

test('a row keeps its object wherever it moves', async () => {
  const { list, pass, turn } = windowOf(3);
  list.start();
  await settle();
  const before = list.state().rows.get(0);
  turn();
  await pass();
  expect(list.state().rows.get(2)).toBe(before);
  list.stop();
});
