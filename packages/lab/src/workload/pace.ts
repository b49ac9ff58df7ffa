/** How often a paced workload wakes; at a thousand a second ten things are done at each wake-up. */
const WAKE_MS = 10;

/**
 * Does something at a mean rate: `act(count)` with how many are due since the last call, whatever the timers did
 * meanwhile. After a pause at most a second's worth is made up for (or two, at rates below two a second).
 * @returns what stops it
 */
export const paced = (perSecond: number, act: (count: number) => void): (() => void) => {
  const mostBehindMs = Math.max(1000, 2000 / perSecond);
  let doneUntilMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    doneUntilMs = Math.max(doneUntilMs, nowMs - mostBehindMs);
    const due = Math.floor(((nowMs - doneUntilMs) * perSecond) / 1000);
    if (due === 0) return;
    doneUntilMs += (due * 1000) / perSecond;
    act(due);
  }, WAKE_MS);
  return () => clearInterval(timer);
};
