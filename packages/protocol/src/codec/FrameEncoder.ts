import { ProtocolError } from '../errors.ts';
import type { SeriesDef, Tick } from '../types.ts';
import { ByteWriter, zigzag } from './ByteWriter.ts';
import { FRAME_LIMITS, FRAME_MAGIC, FRAME_VERSION, LARGEST_DELTA, TOKEN } from './limits.ts';
import { SeriesState } from './SeriesState.ts';

/** What to send: every series defined so far (the encoder sends those not sent yet), and ticks in order of seq. */
export interface FrameContent {
  readonly series: readonly SeriesDef[];
  readonly ticks: readonly Tick[];
}

/**
 * Codes ticks as deltas against the tick before, one instance a connection: a new connection starts from nothing.
 *
 * Whole numbers up to 2^53 and every other finite float64 arrive exactly; NaN is unknown; infinities are refused.
 * Times arrive to the microsecond.
 */
export class FrameEncoder {
  readonly #out = new ByteWriter();
  readonly #state = new SeriesState();
  #sentSeries = 0;
  #previousMetric = '';
  #seq = 0;
  #timeUs = 0;
  #monoUs = 0;
  #timeStepUs = 0;
  #monoStepUs = 0;

  encode({ series, ticks }: FrameContent): Uint8Array {
    if (series.length > FRAME_LIMITS.seriesPerSession || ticks.length > FRAME_LIMITS.ticksPerFrame)
      throw new ProtocolError(
        'bad-frame',
        'encode',
        `${series.length} series and ${ticks.length} ticks are more than a frame may hold`,
      );
    this.#out.byte(FRAME_MAGIC);
    this.#out.byte(FRAME_VERSION);
    this.#series(series);
    this.#out.varint(ticks.length);
    for (const tick of ticks) this.#tick(tick, series.length);
    return this.#out.take();
  }

  #series(series: readonly SeriesDef[]): void {
    this.#out.varint(Math.max(0, series.length - this.#sentSeries));
    for (const { metric, labels } of series.slice(this.#sentSeries)) {
      if (metric === '' || metric.length > FRAME_LIMITS.stringBytes)
        throw new ProtocolError('bad-frame', 'encode', `a metric id of ${metric.length} letters`);
      const shared = sharedPrefix(this.#previousMetric, metric);
      this.#out.varint(shared);
      this.#out.string(metric.slice(shared));
      this.#previousMetric = metric;
      const entries = Object.entries(labels);
      this.#out.varint(entries.length);
      for (const [name, value] of entries) {
        this.#out.string(name);
        this.#out.string(value);
      }
    }
    this.#sentSeries = Math.max(this.#sentSeries, series.length);
    this.#state.reserve(this.#sentSeries);
  }

  #tick({ seq, timeMs, monoMs, values }: Tick, seriesCount: number): void {
    if (values.length > seriesCount)
      throw new ProtocolError(
        'bad-frame',
        'encode',
        `tick ${seq} has ${values.length} values for ${seriesCount} series`,
      );
    this.#out.signed(seq - this.#seq);
    this.#seq = seq;
    const timeStepUs = Math.round(timeMs * 1000) - this.#timeUs;
    const monoStepUs = Math.round(monoMs * 1000) - this.#monoUs;
    this.#out.signed(timeStepUs - this.#timeStepUs);
    this.#out.signed(monoStepUs - this.#monoStepUs);
    this.#timeUs += timeStepUs;
    this.#monoUs += monoStepUs;
    this.#timeStepUs = timeStepUs;
    this.#monoStepUs = monoStepUs;
    this.#out.varint(values.length);
    this.#values(values);
    this.#state.forgetFrom(values.length);
  }

  #values(values: Float64Array): void {
    const { last, known } = this.#state;
    const count = values.length;
    let at = 0;
    while (at < count) {
      const value = values[at] as number;
      const before = last[at] as number;
      if (Object.is(value, before)) {
        const start = at;
        while (at < count && Object.is(values[at], last[at])) at++;
        this.#out.varint((at - start) * 4 + TOKEN.same);
      } else if (Number.isNaN(value)) {
        const start = at;
        while (at < count && Number.isNaN(values[at]) && !Number.isNaN(last[at])) last[at++] = Number.NaN;
        this.#out.varint((at - start) * 4 + TOKEN.unknown);
      } else {
        this.#number(value, known[at] as number);
        this.#state.set(at++, value);
      }
    }
  }

  #number(value: number, known: number): void {
    const delta = value - known;
    if (
      Number.isSafeInteger(value) &&
      Number.isSafeInteger(known) &&
      Math.abs(delta) < LARGEST_DELTA &&
      !Object.is(value, -0)
    ) {
      this.#out.varint(zigzag(delta) * 4 + TOKEN.delta);
      return;
    }
    if (!Number.isFinite(value)) throw new ProtocolError('bad-frame', 'encode', 'a value is infinite');
    this.#out.varint(TOKEN.raw);
    this.#out.float64(value);
  }
}

/** Of ASCII letters only, so that no character is cut in two. */
const sharedPrefix = (a: string, b: string): number => {
  let n = 0;
  while (n < a.length && n < b.length && a.charCodeAt(n) === b.charCodeAt(n) && a.charCodeAt(n) < 128) n++;
  return n;
};
