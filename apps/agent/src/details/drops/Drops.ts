import { setTimeout as pause } from 'node:timers/promises';
import { DropTracer, KernelError, processCpuMs, TRACE_REFUSALS, type TraceVisitor } from '@netstrata/kernel';
import type { DropsReport } from '@netstrata/metrics/details';
import { systemClock } from '../../clock/Clock.ts';
import type { DetailSource } from '../DetailSource.ts';
import { DropTotals } from './DropTotals.ts';
import { LocationNames } from './LocationNames.ts';

const EVERY_MS = 1000;
/** The first report has something to tell: who asks once gets one such interval. */
const FIRST_MS = 1000;
/** Records decoded in a second, at about a microsecond each. */
const MOST_PER_SECOND = 5000;

interface DropsParts {
  readonly openTracer: (visitor: TraceVisitor) => DropTracer;
  readonly names: LocationNames;
  readonly wallMs: () => number;
  readonly monoMs: () => number;
  /** CPU time of this process. */
  readonly cpuMs: () => number;
}

const REAL = {
  openTracer: (visitor: TraceVisitor) => DropTracer.open(visitor),
  wallMs: systemClock.wallMs,
  monoMs: systemClock.monoMs,
  cpuMs: processCpuMs,
} satisfies Partial<DropsParts>;

interface Watching {
  readonly tracer: DropTracer;
  readonly totals: DropTotals;
  readonly sinceMs: number;
  readonly startedMs: number;
  reportedMs: number;
  damaged: number;
}

/** Drop reasons, full buffers and retransmissions, recorded by the kernel for as long as somebody watches. */
export class Drops implements DetailSource<'drops'> {
  readonly kind = 'drops';
  readonly everyMs = EVERY_MS;
  readonly #parts: DropsParts;
  #watching: Watching | undefined;

  constructor(parts: Partial<DropsParts> = {}) {
    this.#parts = { ...REAL, names: new LocationNames(), ...parts };
  }

  /** Blocks for some ten milliseconds: the kernel patches its own code to switch events on and off. */
  start(): void {
    const totals = new DropTotals();
    const { openTracer, wallMs, monoMs } = this.#parts;
    try {
      const tracer = openTracer(totals.visitor);
      const startedMs = monoMs();
      this.#watching = { tracer, totals, sinceMs: wallMs(), startedMs, reportedMs: startedMs, damaged: 0 };
    } catch (cause) {
      throw inWords(cause);
    }
  }

  stop(): void {
    const watching = this.#watching;
    this.#watching = undefined;
    try {
      watching?.tracer.close();
    } catch {
      // Somebody has a file of the instance open. Nothing is recorded any more, and the next start takes it away.
    }
  }

  async read(): Promise<DropsReport> {
    const early = this.#current();
    const sinceStartMs = this.#parts.monoMs() - early.startedMs;
    if (sinceStartMs < FIRST_MS) await pause(FIRST_MS - sinceStartMs);
    return this.#report(this.#current());
  }

  #current(): Watching {
    if (this.#watching === undefined) throw new Error('nobody watches any more');
    return this.#watching;
  }

  #report(watching: Watching): DropsReport {
    const { tracer, totals } = watching;
    const { names, wallMs, monoMs, cpuMs } = this.#parts;
    const nowMs = monoMs();
    const beganMs = cpuMs();
    const elapsedMs = Math.max(1, nowMs - watching.reportedMs);
    watching.reportedMs = nowMs;
    totals.begin(wallMs());
    watching.damaged += tracer.read(MOST_PER_SECOND).damaged;
    void names.want(totals.takeLocations(), nowMs);
    const seconds = elapsedMs / 1000;
    const report = totals.report(seconds, { reasons: tracer.reasons, locationOf: (at) => names.nameOf(at) });
    return {
      timeMs: wallMs(),
      sinceMs: watching.sinceMs,
      mostPerSecond: MOST_PER_SECOND,
      costPercent: ((cpuMs() - beganMs) / elapsedMs) * 100,
      bufferBytes: tracer.bufferKb * 1024,
      damaged: watching.damaged,
      absent: tracer.absent,
      hasReasons: tracer.reasons.size > 0,
      unnamed: names.unnamed,
      ...report,
    };
  }
}

function inWords(cause: unknown): Error {
  if (!(cause instanceof KernelError)) return cause instanceof Error ? cause : new Error(String(cause));
  const { code } = cause;
  if (code !== 'permission' && code !== 'not-found' && code !== 'unsupported') return cause;
  const { why, capability } = TRACE_REFUSALS[code];
  return new Error(`${why} It takes: ${capability}.`, { cause });
}
