import { KernelError, type KernelSourceId, type KernelSourceRows, LATE, withinLimit } from '@netstrata/kernel';
import type { SourceHealth } from './SourceHealth.ts';

/** One kernel source as the sampler reads it; fails as it likes. */
interface ReadableSource<Rows> {
  readonly read: (timeoutMs: number) => Promise<Rows>;
}
export type ReadableSources = { readonly [S in KernelSourceId]: ReadableSource<KernelSourceRows[S]> };

/** `late`: not in time, or an earlier read is still under way. */
type Outcome = 'read' | 'late' | 'failed';

class LateError extends Error {}

const isLate = (cause: unknown): boolean =>
  cause instanceof LateError || (cause instanceof KernelError && (cause.code === 'timed-out' || cause.code === 'busy'));

/** What the kernel readers are given less than the sampler waits, so that their own, better error comes first. */
const GRACE_MS = 50;

/**
 * Reads sources so that none can harm another: each has its time limit and its own failure, and one that does not come back is not
 * asked again until it does.
 */
export class SourceReader {
  readonly #sources: ReadableSources;
  readonly #health: SourceHealth;
  readonly #hanging = new Set<KernelSourceId>();

  constructor(sources: ReadableSources, health: SourceHealth) {
    this.#sources = sources;
    this.#health = health;
  }

  /** Hands what was read in time to `take`, whose failure is the source's failure. Never fails, and says how it went. */
  async read<S extends KernelSourceId>(
    id: S,
    timeoutMs: number,
    take: (rows: KernelSourceRows[S]) => void,
  ): Promise<Outcome> {
    const startedMs = performance.now();
    try {
      take(await this.#withinLimit(id, timeoutMs));
      this.#health.succeeded(id, performance.now() - startedMs);
      return 'read';
    } catch (cause) {
      this.#health.failed(id, performance.now() - startedMs, cause);
      return isLate(cause) ? 'late' : 'failed';
    }
  }

  async #withinLimit<S extends KernelSourceId>(id: S, timeoutMs: number): Promise<KernelSourceRows[S]> {
    if (this.#hanging.has(id)) throw new LateError(`${id}: an earlier read has not come back yet`);
    this.#hanging.add(id);
    const rows = await withinLimit(this.#readOnce(id, Math.max(1, timeoutMs - GRACE_MS)), timeoutMs);
    if (rows === LATE) throw new LateError(`${id}: no answer within ${timeoutMs} ms`);
    return rows;
  }

  async #readOnce<S extends KernelSourceId>(id: S, timeoutMs: number): Promise<KernelSourceRows[S]> {
    try {
      return await this.#sources[id].read(timeoutMs);
    } finally {
      this.#hanging.delete(id);
    }
  }
}
