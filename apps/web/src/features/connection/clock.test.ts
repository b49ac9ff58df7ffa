import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

let nowMs = 0;
let step: () => void = () => undefined;
let frames: (() => void)[] = [];
const page = { visibilityState: 'visible', addEventListener: () => undefined, removeEventListener: () => undefined };

/** The timer of ages, called this much after the last time. */
const stepAfter = (ms: number) => {
  nowMs += ms;
  step();
};
const frame = () => {
  const due = frames;
  frames = [];
  for (const draw of due) draw();
};

beforeEach(() => {
  vi.resetModules();
  nowMs = 1000;
  frames = [];
  page.visibilityState = 'visible';
  vi.stubGlobal('document', page);
  vi.stubGlobal('performance', { now: () => nowMs });
  vi.stubGlobal('setInterval', (run: () => void) => {
    step = run;
    return 1;
  });
  vi.stubGlobal('clearInterval', () => undefined);
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
});
afterEach(() => void vi.unstubAllGlobals());

const listening = async () => {
  const clock = await import('./clock.ts');
  const told = vi.fn();
  clock.subscribeClock(told);
  return { ...clock, told };
};

describe('the clock of a page', () => {
  it('tells at each step while the page gets its time', async () => {
    const { told } = await listening();
    for (let n = 0; n < 4; n++) stepAfter(250);
    expect(told).toHaveBeenCalledTimes(4);
  });

  it('after a standstill first lets the page hear what waits', async () => {
    const { told, nextCalmFrame } = await listening();
    const draw = vi.fn();
    nowMs += 4000;
    nextCalmFrame(draw);
    frame();
    stepAfter(0);
    frame();
    stepAfter(250);
    frame();
    expect([told.mock.calls.length, draw.mock.calls.length]).toEqual([0, 0]);
    stepAfter(250);
    frame();
    expect([told.mock.calls.length, draw.mock.calls.length]).toEqual([1, 1]);
  });

  it('tells at last on a page that never gets its time in full', async () => {
    const { told } = await listening();
    for (let n = 0; n < 3; n++) stepAfter(1500);
    expect(told).not.toHaveBeenCalled();
    for (let n = 0; n < 3; n++) stepAfter(1500);
    expect(told).toHaveBeenCalledTimes(3);
  });

  it('is silent in a tab that nobody sees, and takes its rare timers there for no standstill', async () => {
    const { told } = await listening();
    page.visibilityState = 'hidden';
    for (let n = 0; n < 3; n++) stepAfter(60_000);
    expect(told).not.toHaveBeenCalled();
    page.visibilityState = 'visible';
    stepAfter(250);
    expect(told).toHaveBeenCalledTimes(1);
  });
});
