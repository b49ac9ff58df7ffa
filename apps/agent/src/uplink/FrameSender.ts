import { FrameEncoder } from '@netstrata/protocol/codec';
import type { SeriesDef } from '@netstrata/protocol/types';
import { frameReplyOf } from './replies.ts';
import type { TickRing } from './TickRing.ts';

/** Why a connection can carry no more frames. */
export interface SendFailure {
  readonly code: string;
  readonly message: string;
  /** The ticks of the frame that failed. */
  readonly firstSeq: number;
  readonly lastSeq: number;
}

export interface FrameSenderParts {
  readonly ring: TickRing;
  readonly series: () => readonly SeriesDef[];
  /** Sends a frame; calls back once with what the server answered, or with an Error. */
  readonly push: (frame: Uint8Array, done: (answer: unknown) => void) => void;
  readonly onCommitted: () => void;
  /** Called once: after it the sender is dead, and the connection with it. */
  readonly onFailed: (failure: SendFailure) => void;
}

const BATCH = { maxTicks: 60, maxValues: 250_000 };
/** Frames under way at a time: a slow disk on the server must not hold back the newest tick from its live view. */
const MOST_IN_FLIGHT = 4;

/**
 * Sends the ticks of the ring over one connection, in order, each once, from behind what the server has committed. One
 * instance a connection, as the coding of a frame depends on all frames before it.
 */
export class FrameSender {
  readonly #parts: FrameSenderParts;
  readonly #encoder = new FrameEncoder();
  #sentSeq: number;
  #inFlight = 0;
  #dead = false;

  constructor(parts: FrameSenderParts, committedSeq: number) {
    this.#parts = parts;
    this.#sentSeq = committedSeq;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Sends what may be sent now. */
  pump(): void {
    while (!this.#dead && this.#inFlight < MOST_IN_FLIGHT && this.#sentSeq < this.#parts.ring.lastSeq) {
      const ticks = this.#parts.ring.read(this.#sentSeq, BATCH);
      const firstSeq = ticks[0]?.seq ?? 0;
      const lastSeq = ticks.at(-1)?.seq ?? 0;
      if (firstSeq === 0) return;
      let frame: Uint8Array;
      try {
        frame = this.#encoder.encode({ series: this.#parts.series(), ticks });
      } catch (cause) {
        this.#fail({ code: 'bad-frame', message: String(cause), firstSeq, lastSeq });
        return;
      }
      this.#sentSeq = lastSeq;
      this.#inFlight++;
      this.#parts.push(frame, (answer) => this.#answered(answer, firstSeq, lastSeq));
    }
  }

  /** No callback is made after this. */
  close(): void {
    this.#dead = true;
  }

  #answered(answer: unknown, firstSeq: number, lastSeq: number): void {
    if (this.#dead) return;
    this.#inFlight--;
    const reply = frameReplyOf(answer);
    if (reply?.ok === true && reply.committedSeq <= this.#sentSeq) {
      this.#parts.ring.ackThrough(reply.committedSeq);
      this.#parts.onCommitted();
      this.pump();
    } else if (reply?.ok === false) {
      this.#fail({ ...reply.error, firstSeq, lastSeq });
    } else if (answer instanceof Error) {
      this.#fail({ code: 'timed-out', message: answer.message, firstSeq, lastSeq });
    } else {
      this.#fail({ code: 'bad-reply', message: 'the answer to a frame makes no sense', firstSeq, lastSeq });
    }
  }

  #fail(failure: SendFailure): void {
    this.#dead = true;
    this.#parts.onFailed(failure);
  }
}
