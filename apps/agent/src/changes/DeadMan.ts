import type { Clock } from '../clock/Clock.ts';

/** A timer does not run while the machine sleeps, the clock does: so it is looked at this often. */
const LOOK_MS = 5000;
/** Long enough to reconnect, short enough for somebody who has cut themself off. */
const LOST_MS = 15_000;

interface Deadline {
  readonly monoMs: number;
  /** A lost connection is expected, and no reason to be early. */
  readonly patient: boolean;
}

/**
 * What happens unless somebody says otherwise in time: at its deadline, or 15 s after the way to whoever could say so was lost. Measured on a
 * clock that nobody can set and that counts sleep.
 */
export class DeadMan {
  readonly #clock: Pick<Clock, 'monoMs' | 'after'>;
  readonly #due: (id: string, why: 'late' | 'lost') => void;
  readonly #deadlines = new Map<string, Deadline>();
  #lostMs: number | undefined;
  #cancel: (() => void) | undefined;

  /** `due` is called once for each that was not disarmed in time. */
  constructor(clock: Pick<Clock, 'monoMs' | 'after'>, due: (id: string, why: 'late' | 'lost') => void) {
    this.#clock = clock;
    this.#due = due;
  }

  /** How many are waited for. */
  get size(): number {
    return this.#deadlines.size;
  }

  arm(id: string, deadline: Deadline): void {
    this.#deadlines.set(id, deadline);
    this.#wait();
  }

  disarm(id: string): void {
    if (this.#deadlines.delete(id)) this.#wait();
  }

  /** From now on nobody can say otherwise. */
  lost(): void {
    this.#lostMs ??= this.#clock.monoMs();
    this.#wait();
  }

  /** Somebody can again: every deadline is what it was. */
  found(): void {
    this.#lostMs = undefined;
    this.#wait();
  }

  /** Lets go of all, without calling. */
  stop(): void {
    this.#deadlines.clear();
    this.#wait();
  }

  #wait(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#deadlines.size === 0) return;
    const nextMs = Math.min(...[...this.#deadlines.values()].map((deadline) => this.#dueMs(deadline)));
    const leftMs = nextMs - this.#clock.monoMs();
    this.#cancel = this.#clock.after(Math.max(0, Math.min(leftMs, LOOK_MS)), () => this.#look());
  }

  #dueMs({ monoMs, patient }: Deadline): number {
    return this.#lostMs === undefined || patient ? monoMs : Math.min(monoMs, this.#lostMs + LOST_MS);
  }

  #look(): void {
    const now = this.#clock.monoMs();
    const due = [...this.#deadlines].filter(([, deadline]) => this.#dueMs(deadline) <= now);
    for (const [id] of due) this.#deadlines.delete(id);
    this.#wait();
    for (const [id, { monoMs }] of due) this.#due(id, monoMs <= now ? 'late' : 'lost');
  }
}
