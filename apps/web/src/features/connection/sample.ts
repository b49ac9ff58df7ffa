/** When a host's newest sample was taken and when it came, and what its arrivals tell about its clock and its pace. */
export interface SampleSeen {
  /** By the clock of the host. */
  readonly timeMs: number;
  /** By the browser's clock. */
  readonly atMs: number;
  /** True when the last two came as far apart as they were taken: the host is live, however wrong its clock may be. */
  readonly steady: boolean;
  /** Between the last two samples. */
  readonly gapMs: number | undefined;
  /** Between two samples as a rule: what the last two gaps agree on. */
  readonly intervalMs: number;
}

const USUAL_INTERVAL_MS = 1000;
const STEADY_MS = 1500;
/** Clocks further apart than this are wrong; less may be a late sample. */
const CLOCK_SLACK_MS = 5000;

/** Notes an update; one that repeats the sample changes nothing. */
export const seeSample = (before: SampleSeen | undefined, timeMs: number, atMs: number): SampleSeen => {
  if (before?.timeMs === timeMs) return before;
  if (before === undefined || timeMs < before.timeMs)
    return { timeMs, atMs, steady: false, gapMs: undefined, intervalMs: before?.intervalMs ?? USUAL_INTERVAL_MS };
  const gapMs = timeMs - before.timeMs;
  const steady = Math.abs(atMs - before.atMs - gapMs) < STEADY_MS && atMs - before.atMs > gapMs / 2;
  const agreed = before.gapMs !== undefined && Math.abs(gapMs - before.gapMs) < before.gapMs / 2;
  return { timeMs, atMs, steady, gapMs, intervalMs: agreed ? gapMs : before.intervalMs };
};

/** How old a sample is at `nowMs`, given how far the server's clock is ahead of the browser's. Never below zero. */
export const sampleAge = (sample: SampleSeen, nowMs: number, clockOffsetMs: number): number => {
  const lagMs = sample.atMs + clockOffsetMs - sample.timeMs;
  const wrongClock = sample.steady && Math.abs(lagMs) > CLOCK_SLACK_MS;
  return Math.max(0, (wrongClock ? 0 : Math.max(0, lagMs)) + nowMs - sample.atMs);
};
