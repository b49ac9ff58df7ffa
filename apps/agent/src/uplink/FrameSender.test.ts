import { FrameDecoder } from '@netstrata/protocol/codec';
import type { SeriesDef } from '@netstrata/protocol/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { FrameSender, type SendFailure } from './FrameSender.ts';
import { TickRing } from './TickRing.ts';

const SERIES: readonly SeriesDef[] = [{ metric: 'transport.tcp.retransSegs', labels: {} }];
let ring: TickRing;
let failures: SendFailure[];
let commits: number;

beforeEach(() => {
  ring = new TickRing({ maxTicks: 900, maxBytes: 1_000_000 });
  failures = [];
  commits = 0;
});

const append = (count: number): void => {
  for (let n = 0; n < count; n++) {
    const seq = ring.lastSeq + 1;
    ring.append({ timeMs: 1_000_000 + seq * 1000, monoMs: seq * 1000 }, Float64Array.of(seq * 7));
  }
};

/** One connection: what the server at its other end decoded, and its answers to come. */
const connect = (committedSeq: number) => {
  const decoder = new FrameDecoder();
  const seen: (readonly [seq: number, value: number | undefined])[] = [];
  const answers: ((answer: unknown) => void)[] = [];
  const sender = new FrameSender(
    {
      ring,
      series: () => SERIES,
      push: (frame, done) => {
        for (const tick of decoder.decode(frame).ticks) seen.push([tick.seq, tick.values[0]]);
        answers.push(done);
      },
      onCommitted: () => {
        commits++;
      },
      onFailed: (failure) => failures.push(failure),
    },
    committedSeq,
  );
  const answer = (reply: unknown): void => answers.shift()?.(reply);
  return { sender, seen, answer, waiting: () => answers.length };
};

describe('FrameSender', () => {
  it('sends each tick once and in order, and lets the ring go of what is committed', () => {
    const { sender, seen, answer } = connect(0);
    append(2);
    sender.pump();
    sender.pump();
    append(1);
    sender.pump();
    expect(seen).toEqual([
      [1, 7],
      [2, 14],
      [3, 21],
    ]);
    expect(ring.length).toBe(3);
    answer({ ok: true, committedSeq: 2 });
    expect([ring.length, commits]).toEqual([1, 1]);
    answer({ ok: true, committedSeq: 3 });
    expect([ring.length, sender.inFlight]).toEqual([0, 0]);
  });

  it('goes on over the next connection behind what was committed: no tick is missing, none comes twice', () => {
    append(5);
    const first = connect(0);
    first.sender.pump();
    append(1);
    first.sender.pump();
    first.answer({ ok: true, committedSeq: 5 });
    first.sender.close();
    append(200);
    // The server had committed 6 as well, but its answer was lost: it says so in its greeting.
    const second = connect(6);
    ring.ackThrough(6);
    second.sender.pump();
    while (second.waiting() > 0) second.answer({ ok: true, committedSeq: second.seen.at(-1)?.[0] });
    expect(first.seen.map(([seq]) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(second.seen.map(([seq]) => seq)).toEqual(Array.from({ length: 200 }, (_, n) => n + 7));
    expect(second.seen.every(([seq, value]) => value === seq * 7)).toBe(true);
    expect([ring.length, ring.dropped, failures.length]).toEqual([0, 0, 0]);
  });

  it('has at most four frames under way, of at most 60 ticks each, and sends the rest when answers come', () => {
    append(600);
    const { sender, seen, answer, waiting } = connect(0);
    sender.pump();
    expect([waiting(), seen.length]).toEqual([4, 240]);
    answer({ ok: true, committedSeq: 60 });
    expect([waiting(), seen.length]).toEqual([4, 300]);
  });

  it('goes on while the server cannot store what it takes, and keeps all of it', () => {
    append(3);
    const { sender, seen, answer } = connect(0);
    sender.pump();
    answer({ ok: true, committedSeq: 2 });
    for (let n = 0; n < 10; n++) {
      append(1);
      sender.pump();
      answer({ ok: true, committedSeq: 2 });
    }
    expect([seen.at(-1)?.[0], ring.length, sender.inFlight, failures.length]).toEqual([13, 11, 0, 0]);
    const next = connect(2);
    next.sender.pump();
    expect(next.seen.map(([seq]) => seq)).toEqual(Array.from({ length: 11 }, (_, n) => n + 3));
  });

  it.each([
    [{ ok: false, error: { code: 'bad-frame', message: 'the bytes make no sense' } }, 'bad-frame'],
    [new Error('operation has timed out'), 'timed-out'],
    [{ ok: true, committedSeq: 99 }, 'bad-reply'],
    [{ ok: true, committedSeq: -1 }, 'bad-reply'],
    ['yes', 'bad-reply'],
  ])('fails once on the answer %j, and keeps the ticks', (reply, code) => {
    append(3);
    const { sender, seen, answer } = connect(0);
    sender.pump();
    append(1);
    sender.pump();
    answer(reply);
    answer({ ok: true, committedSeq: 4 });
    sender.pump();
    expect(failures).toEqual([expect.objectContaining({ code, firstSeq: 1, lastSeq: 3 })]);
    expect([seen.length, ring.length, commits]).toEqual([4, 4, 0]);
  });

  it('makes no call after it was closed', () => {
    append(1);
    const { sender, answer } = connect(0);
    sender.pump();
    sender.close();
    answer(new Error('the socket is gone'));
    expect([failures.length, commits, ring.length]).toEqual([0, 0, 1]);
  });
});
