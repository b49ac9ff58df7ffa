import type { DetailKind } from '@netstrata/metrics/details';
import type { DetailMessage } from '@netstrata/protocol/types';
import { reasonOf } from '../reasonOf.ts';
import type { DetailSource, DetailSources } from './DetailSource.ts';

const MOST_REASON = 500;

interface Active {
  readonly source: DetailSource;
  started: boolean;
  reading: boolean;
  /** Of the last reading's begin. */
  readMs: number;
}

/** Makes the reports that somebody looks at, each at its own pace and apart from the others: one that fails or hangs costs itself. */
export class DetailReporter {
  readonly #sources: DetailSources;
  readonly #send: (message: DetailMessage) => void;
  readonly #active = new Map<DetailKind, Active>();

  constructor(sources: DetailSources, send: (message: DetailMessage) => void) {
    this.#sources = sources;
    this.#send = send;
  }

  /** From now on these kinds are looked at, and no others. */
  watch(kinds: readonly DetailKind[]): void {
    for (const [kind, active] of this.#active) if (!kinds.includes(kind)) this.#end(kind, active);
    for (const kind of kinds) {
      if (this.#active.has(kind)) continue;
      const source: DetailSource = this.#sources[kind];
      this.#active.set(kind, { source, started: false, reading: false, readMs: Number.NEGATIVE_INFINITY });
    }
  }

  /** Begins what is due. Never fails. */
  tick(monoMs: number): void {
    for (const active of this.#active.values()) {
      if (active.reading || monoMs - active.readMs < active.source.everyMs) continue;
      active.readMs = monoMs;
      active.reading = true;
      void this.#read(active, monoMs);
    }
  }

  stop(): void {
    this.watch([]);
  }

  async #read(active: Active, monoMs: number): Promise<void> {
    const { source } = active;
    const { kind } = source;
    try {
      if (!active.started) source.start?.();
      active.started = true;
      const report = await source.read(monoMs);
      // Nobody may look any more, or somebody else since.
      if (this.#active.get(kind) === active) this.#send({ kind, answer: { ok: true, report } });
    } catch (cause) {
      const reason = reasonOf(cause).slice(0, MOST_REASON);
      if (this.#active.get(kind) === active) this.#send({ kind, answer: { ok: false, reason } });
    } finally {
      active.reading = false;
    }
  }

  #end(kind: DetailKind, { source, started }: Active): void {
    this.#active.delete(kind);
    if (started) source.stop?.();
  }
}
