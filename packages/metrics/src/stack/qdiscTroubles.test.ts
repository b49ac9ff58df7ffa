import { describe, expect, it } from 'vitest';
import { english } from './english.ts';
import { ID } from './ids.ts';
import { readQdiscTroubles } from './qdiscTroubles.ts';
import { grows, type Samples, windowOf } from './stackFixture.ts';

const at = (kind: string, parent = 'root', handle = '1:') =>
  `{device=eth0,handle=${handle},kind=${kind},parent=${parent}}`;
const read = (samples: Samples) => english(readQdiscTroubles(windowOf(samples)));

describe('packets that a queue dropped', () => {
  it.each([
    [0, undefined],
    [0.4, 'busy'],
    [1, 'saturated'],
    [900, 'saturated'],
  ])('at %s/s of pfifo_fast: %s', (perSecond, state) => {
    const { troubles } = read({ [ID.qdisc.drops + at('pfifo_fast')]: grows(perSecond) });
    expect(troubles[0]?.state).toBe(state);
  });

  it('are told in words, with the queue that dropped them', () => {
    const { troubles, signals } = read({ [ID.qdisc.drops + at('pfifo')]: grows(5) });
    expect(troubles).toEqual([
      {
        id: 'link.qdiscDrops.eth0.root.1:',
        title: 'eth0: packets to send dropped, its queue is full (pfifo)',
        perSecond: 5,
        metric: 'link.qdisc.drops',
        labels: { device: 'eth0', handle: '1:', kind: 'pfifo', parent: 'root' },
        state: 'saturated',
      },
    ]);
    expect(signals).toEqual([
      { state: 'saturated', text: 'eth0: packets to send dropped, its queue is full (pfifo): 5/s' },
    ]);
  });

  it.each([
    ['few', 1, 199, 'calm', '0.5 %'],
    ['one in a hundred', 2, 198, 'calm', '1 %'],
    ['more', 4, 196, 'busy', '2 %'],
  ])('%s by fq_codel, which drops to slow senders down', (_, drops, packets, state, share) => {
    const { troubles } = read({
      [ID.qdisc.drops + at('fq_codel')]: grows(drops),
      [ID.qdisc.packets + at('fq_codel')]: grows(packets),
    });
    expect(troubles[0]?.state).toBe(state);
    expect(troubles[0]?.title).toMatch(/^eth0: packets to send dropped to slow senders down \(fq_codel, /);
    expect(Number.parseFloat(troubles[0]?.title.match(/, ([\d.]+)/)?.[1] ?? '')).toBe(Number.parseFloat(share));
  });

  it('by fq_codel with almost no traffic say nothing', () => {
    const samples = { [ID.qdisc.drops + at('fq_codel')]: grows(2), [ID.qdisc.packets + at('fq_codel')]: grows(5) };
    expect(read(samples)).toMatchObject({ troubles: [{ state: 'calm' }], signals: [] });
  });

  it('count once: the root has those of the queues below it', () => {
    const { troubles } = read({
      [ID.qdisc.drops + at('mq', 'root', '0:')]: grows(7),
      [ID.qdisc.drops + at('pfifo_fast', '0:1', '0:')]: grows(3),
      [ID.qdisc.drops + at('pfifo_fast', '0:2', '0:')]: grows(4),
    });
    expect(troubles.map(({ perSecond }) => perSecond)).toEqual([7]);
  });

  it('by a filter on the way in are shown, and no fault', () => {
    const { troubles, signals } = read({ [ID.qdisc.drops + at('clsact', 'ingress', 'ffff:')]: grows(7) });
    expect(troubles).toMatchObject([
      { title: 'eth0: arrived packets dropped by a traffic control filter', perSecond: 7, state: 'calm' },
    ]);
    expect(signals).toEqual([]);
  });
});

describe('packets that a shaper held back', () => {
  it.each([
    [0, undefined],
    [9, 'calm'],
    [10, 'calm'],
    [11, 'busy'],
  ])('at %s/s: %s', (perSecond, state) => {
    const { troubles } = read({ [ID.qdisc.overlimits + at('tbf', '1:3', '2:')]: grows(perSecond) });
    expect(troubles[0]?.state).toBe(state);
  });

  it('are told in words', () => {
    expect(read({ [ID.qdisc.overlimits + at('tbf')]: grows(300) }).signals).toEqual([
      { state: 'busy', text: 'eth0: packets to send held back, at the rate or limit set for tbf: 300/s' },
    ]);
  });

  it('are not counted again where the root adds them up', () => {
    expect(read({ [ID.qdisc.overlimits + at('mq')]: grows(300) }).troubles).toEqual([]);
  });
});

it('a counter that began anew says nothing until it grows again', () => {
  const fell = [100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 4];
  expect(read({ [ID.qdisc.drops + at('pfifo')]: fell }).troubles).toEqual([]);
});
