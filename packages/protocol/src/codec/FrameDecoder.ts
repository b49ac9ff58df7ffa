import { ProtocolError } from '../errors.ts';
import type { SeriesDef, Tick } from '../types.ts';
import { ByteReader } from './ByteReader.ts';
import { FRAME_LIMITS, FRAME_MAGIC, FRAME_VERSION } from './limits.ts';
import { readNumber, TOKEN } from './numberToken.ts';
import { SeriesState } from './SeriesState.ts';
import { lettersOf, readSeriesDef } from './seriesDef.ts';

export interface DecodedFrame {
  /** Series defined by this frame, in order; their numbers go on where the frame before ended. */
  readonly newSeries: readonly SeriesDef[];
  readonly ticks: readonly Tick[];
}

const bad = (message: string): ProtocolError => new ProtocolError('bad-frame', 'decode', message);

/**
 * Reads the frames of one connection, in order. Any fault throws a ProtocolError, `version-mismatch` for a frame of
 * another version and `bad-frame` for the rest; the decoder has then lost its place and refuses every later frame: the
 * connection has to start again with a new pair. Memory stays within FRAME_LIMITS whatever the bytes are.
 */
export class FrameDecoder {
  readonly #state = new SeriesState();
  #seriesCount = 0;
  #previousMetric = '';
  #letters = 0;
  #seq = 0;
  #timeUs = 0;
  #monoUs = 0;
  #timeStepUs = 0;
  #monoStepUs = 0;
  #broken = false;

  decode(bytes: Uint8Array): DecodedFrame {
    if (this.#broken) throw bad('an earlier frame of this connection was broken');
    this.#broken = true;
    if (bytes.length > FRAME_LIMITS.frameBytes)
      throw bad(`${bytes.length} bytes, at most ${FRAME_LIMITS.frameBytes} are allowed`);
    const input = new ByteReader(bytes);
    if (input.byte() !== FRAME_MAGIC) throw bad('does not start as a frame');
    const version = input.byte();
    if (version !== FRAME_VERSION)
      throw new ProtocolError(
        'version-mismatch',
        'decode',
        `frame of version ${version}, this side reads ${FRAME_VERSION}`,
      );
    const newSeries = this.#series(input);
    const ticks = this.#ticks(input);
    if (input.remaining > 0) throw bad(`${input.remaining} bytes after the last tick`);
    this.#broken = false;
    return { newSeries, ticks };
  }

  #series(input: ByteReader): SeriesDef[] {
    const count = input.count(FRAME_LIMITS.seriesPerSession - this.#seriesCount, 'new series');
    // Three bytes are the least a series takes: a larger count cannot be true.
    if (count * 3 > input.remaining) throw bad(`${count} series do not fit ${input.remaining} bytes`);
    const defined: SeriesDef[] = [];
    for (let n = 0; n < count; n++) {
      const definition = readSeriesDef(input, this.#previousMetric);
      this.#previousMetric = definition.metric;
      this.#letters += lettersOf(definition);
      if (this.#letters > FRAME_LIMITS.dictionaryLetters) throw bad('too many letters in names and labels');
      defined.push(definition);
    }
    this.#seriesCount += count;
    this.#state.reserve(this.#seriesCount);
    return defined;
  }

  #ticks(input: ByteReader): Tick[] {
    const count = input.count(FRAME_LIMITS.ticksPerFrame, 'ticks');
    let values = 0;
    const ticks: Tick[] = [];
    for (let n = 0; n < count; n++) {
      const tick = this.#tick(input);
      values += tick.values.length;
      if (values > FRAME_LIMITS.valuesPerFrame) throw bad(`more than ${FRAME_LIMITS.valuesPerFrame} values`);
      ticks.push(tick);
    }
    return ticks;
  }

  #tick(input: ByteReader): Tick {
    this.#seq += input.signed();
    if (this.#seq < 1 || !Number.isSafeInteger(this.#seq)) throw bad(`tick number ${this.#seq}`);
    this.#timeStepUs += input.signed();
    this.#monoStepUs += input.signed();
    this.#timeUs += this.#timeStepUs;
    this.#monoUs += this.#monoStepUs;
    if (!isTime(this.#timeUs) || !isTime(this.#monoUs)) throw bad(`tick ${this.#seq} has no possible time`);
    const values = new Float64Array(input.count(this.#seriesCount, 'values'));
    this.#values(input, values);
    this.#state.forgetFrom(values.length);
    return { seq: this.#seq, timeMs: this.#timeUs / 1000, monoMs: this.#monoUs / 1000, values };
  }

  #values(input: ByteReader, values: Float64Array): void {
    const state = this.#state;
    for (let at = 0; at < values.length; ) {
      const token = input.varint();
      const kind = token % 4;
      const rest = (token - kind) / 4;
      if (kind === TOKEN.same || kind === TOKEN.unknown) {
        if (rest < 1 || rest > values.length - at)
          throw bad(`a run of ${rest} values where ${values.length - at} are left`);
        if (kind === TOKEN.unknown) state.last.fill(Number.NaN, at, at + rest);
        values.set(state.last.subarray(at, at + rest), at);
        at += rest;
        continue;
      }
      const value = readNumber(input, token, state.known[at] as number);
      if (!Number.isFinite(value)) throw bad(`value ${at} of tick ${this.#seq} is not a number`);
      values[at] = value;
      state.set(at++, value);
    }
  }
}

/** Up to the year 2255: what microseconds in 2^53 can say. */
const isTime = (us: number): boolean => Number.isSafeInteger(us) && us >= 0;
