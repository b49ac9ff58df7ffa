import { describe, expect, it } from 'vitest';
import type { Clock } from './Clock.ts';
import { Ticker, type TickTime } from './Ticker.ts';

/** A clock that stands still until it is told; one timer at a time, as the Ticker uses it. */
class FakeClock implements Clock {
  wall: number;
  mono = 50_000;
  /** How long each reading of a clock takes, as of one who gets no CPU right after it. */
  heldUpMs = 0;
  /** Node counts a timer from when its loop woke, not from when the timer was asked for. */
  #wokeMono = this.mono;
  #timer: { readonly at: number; readonly run: () => void } | undefined;

  constructor(wall: number) {
    this.wall = wall;
  }
  wallMs = (): number => this.#read(Math.floor(this.wall));
  monoMs = (): number => this.#read(this.mono);
  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#wokeMono + ms, run };
    this.#timer = timer;
    return () => {
      if (this.#timer === timer) this.#timer = undefined;
    };
  };
  #read(now: number): number {
    this.pass(this.heldUpMs);
    return now;
  }
  pass(ms: number): void {
    this.wall += ms;
    this.mono += ms;
  }
  /** Lets the armed timer fire, `lateMs` after its time. */
  async fire(lateMs = 0): Promise<void> {
    const timer = this.#timer;
    if (timer === undefined) throw new Error('no timer is armed');
    this.#timer = undefined;
    this.pass(timer.at + lateMs - this.mono);
    this.#wokeMono = this.mono;
    timer.run();
    await Promise.resolve();
    await Promise.resolve();
  }
  get armed(): boolean {
    return this.#timer !== undefined;
  }
}

function started(clock: FakeClock, work: () => Promise<void> = () => Promise.resolve()) {
  const ticks: TickTime[] = [];
  const ticker = new Ticker(1000, clock, (time) => {
    ticks.push(time);
    return work();
  });
  ticker.start();
  return { ticker, ticks, seconds: () => ticks.map((tick) => tick.timeMs) };
}

describe('Ticker', () => {
  it('ticks at whole seconds of the wall clock', async () => {
    const clock = new FakeClock(1_700_000_000_300);
    const { seconds } = started(clock);
    for (let n = 0; n < 3; n++) await clock.fire();
    expect(seconds()).toEqual([1_700_000_001_000, 1_700_000_002_000, 1_700_000_003_000]);
  });

  it('does not add lateness up, and says it', async () => {
    const clock = new FakeClock(1_700_000_000_300);
    const { ticks } = started(clock);
    for (const late of [7, 12, 0, 30]) await clock.fire(late);
    expect(ticks.map((tick) => [tick.timeMs, tick.lateMs])).toEqual([
      [1_700_000_001_007, 7],
      [1_700_000_002_012, 12],
      [1_700_000_003_000, 0],
      [1_700_000_004_030, 30],
    ]);
  });

  it('does not make up for missed ticks', async () => {
    const clock = new FakeClock(1_700_000_000_300);
    const { seconds } = started(clock);
    await clock.fire();
    await clock.fire(3400);
    await clock.fire();
    expect(seconds()).toEqual([1_700_000_001_000, 1_700_000_005_400, 1_700_000_006_000]);
  });

  it('leaves out a tick right after a very late one', async () => {
    const clock = new FakeClock(1_700_000_000_300);
    const { seconds } = started(clock);
    await clock.fire(900);
    await clock.fire();
    expect(seconds()).toEqual([1_700_000_001_900, 1_700_000_003_000]);
  });

  it('waits on when its timer fires early', async () => {
    const clock = new FakeClock(1_700_000_000_300);
    const { seconds } = started(clock);
    await clock.fire(-0.4);
    expect(seconds()).toEqual([]);
    await clock.fire();
    expect(seconds()).toEqual([1_700_000_001_000]);
  });

  it('puts no two ticks into one second when it is held up between its readings of the clocks', async () => {
    const clock = new FakeClock(1_700_000_000_300);
    const { ticks } = started(clock);
    clock.heldUpMs = 40;
    await clock.fire();
    clock.heldUpMs = 0;
    while (ticks.length < 3) await clock.fire();
    expect(ticks.map(({ timeMs, lateMs }) => [timeMs, lateMs])).toEqual([
      [1_700_000_001_040, 80],
      [1_700_000_002_040, 0],
      [1_700_000_003_000, 0],
    ]);
  });

  it('follows a clock that is set, with one uneven gap on the clock that is not', async () => {
    const clock = new FakeClock(1_700_000_000_300);
    const { ticks } = started(clock);
    await clock.fire();
    clock.wall += 400;
    await clock.fire();
    await clock.fire();
    expect(ticks.map((tick) => [tick.timeMs, tick.monoMs])).toEqual([
      [1_700_000_001_000, 50_700],
      [1_700_000_002_400, 51_700],
      [1_700_000_003_000, 52_300],
    ]);
  });

  it('leaves out ticks while one still works, and stops only after it', async () => {
    const clock = new FakeClock(1_700_000_000_300);
    const work = Promise.withResolvers<void>();
    const { ticker, seconds } = started(clock, () => work.promise);
    await clock.fire();
    await clock.fire();
    expect(seconds()).toEqual([1_700_000_001_000]);
    let stopped = false;
    const stopping = ticker.stop().then(() => {
      stopped = true;
    });
    expect(clock.armed).toBe(false);
    await Promise.resolve();
    expect(stopped).toBe(false);
    work.resolve();
    await stopping;
    expect(stopped).toBe(true);
  });
});
