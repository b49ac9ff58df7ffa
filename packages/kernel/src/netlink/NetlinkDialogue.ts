import { KernelError } from '../KernelError.ts';
import { DiagBuffer } from './DiagBuffer.ts';
import { type DumpHealth, DumpReader } from './DumpReader.ts';
import type { DumpTally } from './DumpTally.ts';
import type { PatientChannel } from './NetlinkSocket.ts';
import { requestMessage } from './requestMessage.ts';
import { NLM_F_ACK, NLM_F_DUMP } from './wire.ts';

/** The kernel fills datagrams of up to 32 KiB. */
const BUFFER_BYTES = 64 * 1024;
/** An answer that goes on without an end is broken off: this is half a gigabyte. */
const MOST_DATAGRAMS = 16_384;

export interface Question {
  /** What an error calls it. */
  readonly path: string;
  /** Everything there is of a kind, or one thing; or one thing is set. */
  readonly kind: 'dump' | 'get' | 'set';
  /** Of the request, and of the messages that answer it. */
  readonly type: number;
  readonly payload: Uint8Array;
  /** Shown each payload of the answer, from byte `at` to before `end` of `buffer`, valid until it returns; false where it makes no sense. */
  readonly take: TakePayload;
}

type TakePayload = (at: number, end: number) => boolean;

/** Reads messages of one type, whatever is in them. */
class AnswerReader extends DumpReader<DumpHealth, TakePayload> {
  #type = 0;

  constructor(buffer: DiagBuffer) {
    super(buffer, () => ({ interrupted: false, damaged: 0, foreign: 0 }));
  }

  set type(type: number) {
    this.#type = type;
  }

  protected override isEntry(type: number): boolean {
    return type === this.#type;
  }

  protected override readEntry(at: number, end: number, take: TakePayload): void {
    if (!take(at, end)) this.result.damaged++;
  }
}

/**
 * Questions to one netlink family, one after the other, on a socket that is opened for the first. Each runs on a thread of Node's pool:
 * many requests wait for the rtnl lock, which a driver may hold for as long as its hardware takes.
 */
export class NetlinkDialogue {
  readonly buffer = new DiagBuffer(BUFFER_BYTES);
  readonly #connect: () => PatientChannel;
  readonly #tally: DumpTally;
  readonly #reader = new AnswerReader(this.buffer);
  #channel: PatientChannel | undefined;
  #seq = 0;
  #asking = false;
  #closed = false;

  /** `tally` counts how the answers went. */
  constructor(connect: () => PatientChannel, tally: DumpTally) {
    this.#connect = connect;
    this.#tally = tally;
  }

  /** Fails with a KernelError, or with what `take` threw. */
  async ask(question: Question): Promise<DumpHealth> {
    const { kind: operation, path } = question;
    if (this.#closed) throw new KernelError({ code: 'closed', operation, path });
    if (this.#asking) throw new KernelError({ code: 'busy', operation, path });
    this.#asking = true;
    let whole = false;
    try {
      await this.#exchange(question);
      whole = true;
      this.#tally.ended(this.#reader.result);
      return this.#reader.result;
    } catch (cause) {
      this.#tally.failed(cause);
      throw cause;
    } finally {
      this.#asking = false;
      // What is left of a broken answer must not run into the next one.
      if (!whole || this.#closed) this.#dropChannel();
    }
  }

  /** Gives the descriptor back, at once or, under a question, when that has come back: its number must not become another's meanwhile. */
  close(): void {
    this.#closed = true;
    if (!this.#asking) this.#dropChannel();
  }

  async #exchange({ path, kind, type, payload, take }: Question): Promise<void> {
    this.#channel ??= this.#connect();
    const channel = this.#channel;
    this.#seq = (this.#seq + 1) >>> 0;
    this.#reader.type = type;
    this.#reader.begin({ path, acknowledged: kind !== 'dump', operation: kind, seq: this.#seq, port: channel.port });
    const flags = kind === 'dump' ? NLM_F_DUMP : NLM_F_ACK;
    await channel.sendOnThread(requestMessage({ type, flags, seq: this.#seq, payload }));
    for (let datagrams = 0; datagrams < MOST_DATAGRAMS; datagrams++) {
      const length = await channel.receiveOnThread(this.buffer.bytes);
      if (length === 'lost') {
        this.#tally.overran();
        this.#reader.result.interrupted = true;
      } else if (this.#reader.readDatagram(length, take)) return;
    }
    throw new KernelError({ code: 'too-large', operation: kind, path, detail: `over ${MOST_DATAGRAMS} datagrams` });
  }

  #dropChannel(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }
}
