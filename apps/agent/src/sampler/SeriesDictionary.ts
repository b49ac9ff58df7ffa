import type { Labels } from '@netstrata/metrics';
import { FRAME_LIMITS } from '@netstrata/protocol/codec';
import type { SeriesDef } from '@netstrata/protocol/types';

/** What `define` answers when a series cannot be had. */
export const NO_SERIES = -1;

/**
 * The series of this agent's session in order of definition: a series is its place here, for ever. Bounded by what the wire
 * allows; a host that makes and removes devices all day reaches the bound, and devices that appear later are left out.
 */
export class SeriesDictionary {
  readonly #series: SeriesDef[] = [];
  readonly #most: number;
  #refused = 0;

  constructor(most: number = FRAME_LIMITS.seriesPerSession) {
    this.#most = most;
  }

  get series(): readonly SeriesDef[] {
    return this.#series;
  }
  get length(): number {
    return this.#series.length;
  }
  /** Series left out because there were too many or a label was too long. */
  get refused(): number {
    return this.#refused;
  }

  /** The caller asks once for each pair and keeps the number. */
  define(metric: string, labels: Labels): number {
    if (this.#series.length >= this.#most || !fits(metric) || !Object.values(labels).every(fits)) {
      this.#refused++;
      return NO_SERIES;
    }
    return this.#series.push({ metric, labels }) - 1;
  }
}

function fits(text: string): boolean {
  return Buffer.byteLength(text) <= FRAME_LIMITS.stringBytes;
}
