import { processCpuMs } from '@netstrata/kernel';

/** What the agent used between two ticks. */
export interface Usage {
  readonly cpuMs: number;
  readonly elapsedMs: number;
  readonly cpuPercent: number;
}

/** Measures the agent's own CPU from tick to tick. */
export class SelfUsage {
  readonly #cpuMs: () => number;
  #lastCpuMs: number;
  #lastMonoMs: number | undefined;

  constructor(cpuMs: () => number = processCpuMs) {
    this.#cpuMs = cpuMs;
    this.#lastCpuMs = cpuMs();
  }

  /** Undefined at the first tick: what starting cost is no measure of what running costs. */
  tick(monoMs: number): Usage | undefined {
    const cpuMs = this.#cpuMs();
    const used = cpuMs - this.#lastCpuMs;
    const elapsedMs = monoMs - (this.#lastMonoMs ?? Number.NaN);
    this.#lastCpuMs = cpuMs;
    this.#lastMonoMs = monoMs;
    if (!(elapsedMs > 0)) return undefined;
    return { cpuMs: used, elapsedMs, cpuPercent: (used / elapsedMs) * 100 };
  }
}
