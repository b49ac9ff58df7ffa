import { ProtocolError } from '../errors.ts';
import type { SeriesDef, Tick } from '../types.ts';
import { ByteWriter } from './ByteWriter.ts';
import { FRAME_LIMITS, FRAME_MAGIC, FRAME_VERSION, ticksThatFit } from './limits.ts';
import { TOKEN, writeNumber } from './numberToken.ts';
import { SeriesState } from './SeriesState.ts';
import { writeSeriesDef } from './seriesDef.ts';

/** What to send: every series defined so far (the encoder sends those not sent yet), and ticks in order of seq. */
export interface FrameContent {
  readonly series: readonly SeriesDef[];
  readonly ticks: readonly Tick[];
}

const bad = (message: string): ProtocolError => new ProtocolError('bad-frame', 'encode', message);

/**
 * Codes ticks as deltas against the tick before, one instance a connection: a new connection starts from nothing.
 *
 * Whole numbers up to 2^53 and every other finite float64 arrive exactly; NaN is unknown; infinities are refused.
 * Times arrive to the microsecond. After an error the encoder has lost its place and refuses every later frame.
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
  #broken = false;

  /** @throws ProtocolError `bad-frame`; `too-large` when the ticks do not fit a frame (see `ticksThatFit`) */
  encode({ series, ticks }: FrameContent): Uint8Array {
    if (this.#broken) throw bad('an earlier frame of this connection could not be made: begin a new connection');
    this.#broken = true;
    if (series.length > FRAME_LIMITS.seriesPerSession)
      throw bad(`${series.length} series, at most ${FRAME_LIMITS.seriesPerSession} are allowed`);
    this.#out.byte(FRAME_MAGIC);
    this.#out.byte(FRAME_VERSION);
    this.#series(series);
    this.#out.varint(ticks.length);
    let values = 0;
    for (const tick of ticks) {
      this.#tick(tick, series.length);
      values += tick.values.length;
    }
    this.#checkSize(ticks.length, values, series.length);
    this.#broken = false;
    return this.#out.take();
  }

  #checkSize(ticks: number, values: number, series: number): void {
    const { ticksPerFrame, valuesPerFrame, frameBytes } = FRAME_LIMITS;
    if (ticks <= ticksPerFrame && values <= valuesPerFrame && this.#out.length <= frameBytes) return;
    const fit = ticksThatFit(series);
    throw new ProtocolError(
      'too-large',
      'encode',
      `${ticks} ticks of ${series} series do not fit a frame: send at most ${fit} at once`,
    );
  }

  #series(series: readonly SeriesDef[]): void {
    this.#out.varint(Math.max(0, series.length - this.#sentSeries));
    for (const definition of series.slice(this.#sentSeries)) {
      writeSeriesDef(this.#out, definition, this.#previousMetric);
      this.#previousMetric = definition.metric;
    }
    this.#sentSeries = Math.max(this.#sentSeries, series.length);
    this.#state.reserve(this.#sentSeries);
  }

  #tick({ seq, timeMs, monoMs, values }: Tick, seriesCount: number): void {
    if (values.length > seriesCount) throw bad(`tick ${seq} has ${values.length} values for ${seriesCount} series`);
    if (!isCount(seq) || seq === 0) throw bad(`${seq} is no tick number`);
    const [nextTimeUs, nextMonoUs] = [Math.round(timeMs * 1000), Math.round(monoMs * 1000)];
    if (!isCount(nextTimeUs) || !isCount(nextMonoUs)) throw bad(`tick ${seq} has no possible time`);
    this.#out.signed(seq - this.#seq);
    this.#seq = seq;
    const timeStepUs = nextTimeUs - this.#timeUs;
    const monoStepUs = nextMonoUs - this.#monoUs;
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
      if (Object.is(value, last[at])) {
        const start = at;
        while (at < count && Object.is(values[at], last[at])) at++;
        this.#out.varint((at - start) * 4 + TOKEN.same);
      } else if (Number.isNaN(value)) {
        const start = at;
        while (at < count && Number.isNaN(values[at]) && !Number.isNaN(last[at])) last[at++] = Number.NaN;
        this.#out.varint((at - start) * 4 + TOKEN.unknown);
      } else {
        writeNumber(this.#out, value, known[at] as number);
        this.#state.set(at++, value);
      }
    }
  }
}

/** The change between two differences of such numbers is below 2^52, and its zigzag exact. In µs, the year 2041. */
const END = 2 ** 51;

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0 && value < END;
