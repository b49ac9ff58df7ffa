/** What decides how far apart socket dumps are. CPU in milliseconds; NaN before anything was measured. */
interface GovernorFacts {
  readonly watched: boolean;
  /** CPU of one dump, with everything that follows from it. */
  readonly dumpCpuMs: number;
  /** CPU of all else the agent does, a second. */
  readonly restCpuMsPerSecond: number;
  readonly budgetPercent: number;
  readonly tickMs: number;
}

const WATCHED_MS = 1000;
const UNWATCHED_MS = 2000;
const LONGEST_MS = 60_000;
/** While somebody looks, the agent may cost this many times its budget. */
const WATCHED_FACTOR = 3;
/** Aims below the budget, so that the noise of measuring stays inside it. */
const AIM = 0.9;
/** However dear the rest is, dumps keep this share of the budget: an overloaded host is where they are needed. */
const LEAST_SHARE = 0.2;

/**
 * Time between two dumps, a whole number of ticks: one second while watched and two otherwise, stretched so that
 * rest + dumps <= budget (three times the budget while watched), but to a minute at most.
 */
function dumpIntervalMs(facts: GovernorFacts): number {
  const { watched, dumpCpuMs, restCpuMsPerSecond, budgetPercent, tickMs } = facts;
  const least = watched ? WATCHED_MS : UNWATCHED_MS;
  const budgetMsPerSecond = budgetPercent * 10 * (watched ? WATCHED_FACTOR : 1) * AIM;
  const left = Math.max(budgetMsPerSecond - restCpuMsPerSecond, budgetMsPerSecond * LEAST_SHARE);
  const wanted = (dumpCpuMs / left) * 1000;
  const bounded = Math.min(LONGEST_MS, Number.isNaN(wanted) ? least : Math.max(least, wanted));
  return Math.max(1, Math.ceil(bounded / tickMs - 0.01)) * tickMs;
}

/** Weight of a new measurement: a dump that is dear once does not halve the rate at once. */
const DUMP_WEIGHT = 0.3;
const REST_WEIGHT = 0.05;

/** Measures what dumps and the rest cost, and spaces dumps by it. */
export class DumpGovernor {
  readonly #budgetPercent: number;
  readonly #tickMs: number;
  #dumpCpuMs = Number.NaN;
  #restCpuMsPerSecond = Number.NaN;
  #dumpsSinceTickMs = 0;

  constructor(options: { readonly budgetPercent: number; readonly tickMs: number }) {
    this.#budgetPercent = options.budgetPercent;
    this.#tickMs = options.tickMs;
  }

  dumped(cpuMs: number): void {
    this.#dumpCpuMs = blend(this.#dumpCpuMs, cpuMs, DUMP_WEIGHT);
    this.#dumpsSinceTickMs += cpuMs;
  }

  /** Once a tick: all CPU of the process since the tick before, dumps included. */
  ticked(cpuMs: number, elapsedMs: number): void {
    const rest = Math.max(0, cpuMs - this.#dumpsSinceTickMs);
    this.#dumpsSinceTickMs = 0;
    if (elapsedMs > 0)
      this.#restCpuMsPerSecond = blend(this.#restCpuMsPerSecond, (rest * 1000) / elapsedMs, REST_WEIGHT);
  }

  intervalMs(watched: boolean): number {
    return dumpIntervalMs({
      watched,
      dumpCpuMs: this.#dumpCpuMs,
      restCpuMsPerSecond: Number.isNaN(this.#restCpuMsPerSecond) ? 0 : this.#restCpuMsPerSecond,
      budgetPercent: this.#budgetPercent,
      tickMs: this.#tickMs,
    });
  }
}

function blend(before: number, now: number, weight: number): number {
  return Number.isNaN(before) ? now : before + (now - before) * weight;
}
