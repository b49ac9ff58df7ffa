import { expect, test } from 'vitest';
import { DumpTally } from '../netlink/DumpTally.ts';
import { concat, endMessage, message, words } from '../testing/diagBytes.ts';
import { type RtName, rtnetlinkReplay } from '../testing/rtnetlinkReplay.ts';
import { readLinks } from './links.ts';
import { countNeighbours } from './neighbours.ts';
import { Rtnetlink } from './Rtnetlink.ts';

const done = endMessage(3, 0);
const reachable = (flags?: number) => message(28, words(2, 3, 2), flags === undefined ? {} : { flags });
/** A table that is interrupted so many times before it holds still. */
function restless(times: number) {
  const state = { left: times };
  const { connect, seen } = rtnetlinkReplay();
  const channel = () => {
    const real = connect();
    let waiting: Uint8Array[] = [];
    return {
      ...real,
      send: (request: Uint8Array) => {
        real.send(request);
        if (seen.asked.at(-1) !== 'neigh') return;
        const seq = new DataView(request.buffer).getUint32(8, true);
        const flags = state.left-- > 0 ? 0x12 : 2;
        waiting = [message(28, words(2, 3, 2), { seq, flags }), endMessage(3, 0, { seq })];
      },
      receive: (buffer: Uint8Array) => {
        const next = waiting.shift();
        if (next === undefined) return real.receive(buffer);
        buffer.set(next);
        return next.length;
      },
    };
  };
  return { channel, seen };
}

test('a dump under which the table changed is begun again, and counts once', async () => {
  const { channel, seen } = restless(2);
  const tally = new DumpTally();
  const rtnetlink = new Rtnetlink(channel, tally);
  expect(await countNeighbours(rtnetlink)).toMatchObject([{ device: 'veth0', reachable: 1 }]);
  expect(seen.asked).toEqual(['link', 'neigh', 'neigh', 'neigh']);
  expect(tally.totals).toMatchObject({ dumps: 4, interrupted: 2, retried: 2, overruns: 0 });
});

test('a table that never holds still is taken as it was shown last', async () => {
  const { channel, seen } = restless(Number.POSITIVE_INFINITY);
  const tally = new DumpTally();
  const rtnetlink = new Rtnetlink(channel, tally);
  expect(await countNeighbours(rtnetlink)).toMatchObject([{ reachable: 1 }]);
  expect(seen.asked).toHaveLength(4);
  expect(tally.totals).toMatchObject({ dumps: 4, interrupted: 3, retried: 2 });
});

test('lost answers are an interruption', async () => {
  const { connect } = rtnetlinkReplay({ neigh: [reachable(), 'lost', concat([reachable(), done])] });
  const tally = new DumpTally();
  const rtnetlink = new Rtnetlink(connect, tally);
  expect(await countNeighbours(rtnetlink)).toMatchObject([{ reachable: 2 }]);
  expect(tally.totals).toMatchObject({ interrupted: 3, overruns: 3, retried: 2 });
});

test('messages of another request or type are passed by and counted', async () => {
  const other = message(28, words(2, 3, 2), { seq: 3 });
  const route = message(24, words(2, 254, 0));
  const tally = new DumpTally();
  const { connect } = rtnetlinkReplay({ neigh: [concat([other, route, reachable(), done])] });
  const rtnetlink = new Rtnetlink(connect, tally);
  expect(await countNeighbours(rtnetlink)).toMatchObject([{ reachable: 1 }]);
  expect(tally.totals).toMatchObject({ foreign: 1, damaged: 1 });
});

test.each([
  [-95, 'unsupported'],
  [-1, 'permission'],
  [-16, 'rejected'],
])('a kernel that answers %i is told as %s, and the next dump begins on a new channel', async (errno, code) => {
  const answers: Partial<Record<RtName, Uint8Array[]>> = { link: [endMessage(2, errno)] };
  const { connect, seen } = rtnetlinkReplay(answers);
  const rtnetlink = new Rtnetlink(connect);
  await expect(readLinks(rtnetlink)).rejects.toMatchObject({ code, path: 'NETLINK_ROUTE RTM_GETLINK' });
  answers.link = [done];
  expect(await readLinks(rtnetlink)).toEqual([]);
  expect(seen).toMatchObject({ opened: 2, closed: 1 });
});

test('a datagram that ends within a message breaks the dump off, and is counted', async () => {
  const tally = new DumpTally();
  const { connect } = rtnetlinkReplay({ neigh: [reachable().subarray(0, 20)] });
  await expect(countNeighbours(new Rtnetlink(connect, tally))).rejects.toMatchObject({ code: 'malformed' });
  expect(tally.totals).toMatchObject({ dumps: 1, failed: 1, truncated: 1 });
});

test('holds a channel until it is released, and none once it is closed', async () => {
  const { connect, seen } = rtnetlinkReplay();
  const rtnetlink = new Rtnetlink(connect);
  await readLinks(rtnetlink);
  await readLinks(rtnetlink);
  expect(seen).toMatchObject({ opened: 1, closed: 0 });
  rtnetlink.release();
  expect(seen.closed).toBe(1);
  await readLinks(rtnetlink);
  rtnetlink.close();
  expect(seen).toMatchObject({ opened: 2, closed: 2 });
  await expect(readLinks(rtnetlink)).rejects.toMatchObject({ code: 'closed' });
});

test('closed under a long dump it ends there, and gives its channel back', async () => {
  const long = Array.from({ length: 30 }, () => reachable());
  const { connect, seen } = rtnetlinkReplay({ neigh: [...long, done] });
  const rtnetlink = new Rtnetlink(connect);
  const counting = countNeighbours(rtnetlink);
  await Promise.resolve();
  rtnetlink.close();
  await expect(counting).rejects.toMatchObject({ code: 'closed' });
  expect(seen).toMatchObject({ opened: 1, closed: 1 });
});
