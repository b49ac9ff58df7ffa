import { bootTimeMs } from '@netstrata/kernel';

/** Where the agent takes its time and its timers from; tests have their own. */
export interface Clock {
  /** Unix milliseconds; steps when somebody sets the clock. */
  readonly wallMs: () => number;
  /** CLOCK_BOOTTIME milliseconds; never steps. */
  readonly monoMs: () => number;
  /** Calls `run` once after about `ms`; the answer cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
}

export const systemClock: Clock = {
  wallMs: Date.now,
  monoMs: bootTimeMs,
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
