import { describe, expect, it } from 'vitest';
import { contextOf, dumpsOf, NOW_MS, socketRow } from './contextFixture.ts';
import { longestRunSeconds, recentDumps, runsUpToNow, sightsByCookie, spanSeconds, trailingRun } from './dumps.ts';

const FILLS = [9, 1, 9, 9, 9, 1, 9, 9];
const dumps = dumpsOf(
  'senders',
  FILLS.map((recvQ) => [socketRow({ cookie: 'a', recvQ }), socketRow({ cookie: 'b', recvQ: 0 })]),
);
const sights = sightsByCookie(dumps, 'senders', () => true).get('a') ?? [];
const full = ({ recvQ }: { readonly recvQ: number }) => recvQ === 9;

describe('recentDumps', () => {
  it('gives those of the last seconds', () => {
    expect(recentDumps(contextOf({ c: 1 }, { sockets: dumps }), 3).map(({ timeMs }) => NOW_MS - timeMs)).toEqual([
      3000, 2000, 1000, 0,
    ]);
  });

  it('gives none when the newest is older than 15 s, or than two and a half times what they are apart', () => {
    const at = (age: number) => dumps.map((dump) => ({ ...dump, timeMs: dump.timeMs - age }));
    expect(recentDumps(contextOf({ c: 1 }, { sockets: at(15_000) }), 3)).toHaveLength(4);
    expect(recentDumps(contextOf({ c: 1 }, { sockets: at(15_001) }), 3)).toEqual([]);
    expect(recentDumps(contextOf({ c: 1 }), 3)).toEqual([]);
    const rare = (age: number) => at(age).map((dump) => ({ ...dump, intervalMs: 20_000 }));
    expect(recentDumps(contextOf({ c: 1 }, { sockets: rare(50_000) }), 3)).toHaveLength(4);
    expect(recentDumps(contextOf({ c: 1 }, { sockets: rare(50_001) }), 3)).toEqual([]);
  });
});

describe('runs of sights', () => {
  it('follow one socket by its cookie', () => {
    expect(sights.map(({ row }) => row.recvQ)).toEqual(FILLS);
    expect([...sightsByCookie(dumps, 'senders', () => true).keys()]).toEqual(['a', 'b']);
    expect(sightsByCookie(dumps, 'udp', () => true).size).toBe(0);
  });

  it('hold every look at a socket that mattered once', () => {
    const mattered = sightsByCookie(dumps, 'senders', ({ recvQ }) => recvQ === 9);
    expect([...mattered].map(([cookie, all]) => [cookie, all.length])).toEqual([['a', 8]]);
  });

  it('end now, or are the longest', () => {
    expect(spanSeconds(trailingRun(sights, full))).toBe(1);
    expect(longestRunSeconds(sights, full)).toBe(2);
    expect(spanSeconds(sights)).toBe(7);
    expect(trailingRun(sights, () => true)).toHaveLength(8);
    expect(trailingRun(sights, () => false)).toEqual([]);
    expect(spanSeconds([])).toBe(0);
    expect(longestRunSeconds([], full)).toBe(0);
  });
});

describe('runs up to now', () => {
  const looks = ['a', 'ab', 'b', 'ab', 'ab'].map((names) =>
    [...names].map((cookie) => socketRow({ cookie, recvQ: 9 })),
  );
  const all = () => true;
  const lengths = (holds: (row: { readonly cookie: string }) => boolean) =>
    [...runsUpToNow(dumpsOf('fullest', looks), 'fullest', holds)].map(([cookie, run]) => [
      cookie,
      run.map(({ timeMs }) => (NOW_MS - timeMs) / 1000),
    ]);

  it('end at a dump without the socket, and leave out those that the newest dump lacks', () => {
    expect(lengths(all)).toEqual([
      ['a', [1, 0]],
      ['b', [3, 2, 1, 0]],
    ]);
    expect(lengths(({ cookie }) => cookie === 'a')).toEqual([['a', [1, 0]]]);
    expect(runsUpToNow(dumpsOf('fullest', [...looks, []]), 'fullest', all).size).toBe(0);
    expect(runsUpToNow([], 'fullest', all).size).toBe(0);
  });
});
