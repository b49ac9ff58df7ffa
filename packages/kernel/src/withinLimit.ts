/** The work goes on: nothing takes back a thread that hangs in the kernel. */
export const LATE = Symbol('late');

/** A timer that fires so much too late says that this process was not given the CPU. */
const HELD_UP_MS = 20;
/** Long enough to take in what the kernel answered meanwhile, a few reads of a file one after the other. */
const GRACE_MS = 50;

/**
 * What `work` gives, or LATE when it takes longer than `limitMs`.
 *
 * On a crowded machine the process itself may get no CPU for longer than that. The kernel's answer is there by then, and is no later than it
 * would be otherwise; but timers come before answers, and would call it late. So a limit strikes after the answers that wait, and where the process was
 * held up it has a moment for the reads that were to follow. What the kernel has not answered is late all the same, at most 50 ms
 * after the process runs again.
 */
export async function withinLimit<T>(work: Promise<T>, limitMs: number): Promise<T | typeof LATE> {
  const limit = Promise.withResolvers<typeof LATE>();
  const strike = (): void => limit.resolve(LATE);
  const dueMs = performance.now() + limitMs;
  let timer = setTimeout(() => {
    if (performance.now() - dueMs > HELD_UP_MS) timer = setTimeout(strike, GRACE_MS);
    else setImmediate(strike);
  }, limitMs);
  try {
    return await Promise.race([work, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}
