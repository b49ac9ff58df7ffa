import { setImmediate } from 'node:timers/promises';
import { KernelError } from '../KernelError.ts';
import type { DiagBuffer } from './DiagBuffer.ts';
import type { DumpHealth, DumpReader } from './DumpReader.ts';
import type { DumpTally } from './DumpTally.ts';
import type { NetlinkChannel } from './NetlinkSocket.ts';

/** A dump that goes on without an end, however its messages look, is broken off. A million sockets take about 15,000 datagrams. */
const MOST_DATAGRAMS = 1_000_000;

/** After so many datagrams of up to 32 KiB a dump in slices lets others have the thread: one or two milliseconds. */
const SLICE_DATAGRAMS = 8;

/** One kind of dump: what to ask, who reads the answer, and whom it is shown to. */
export interface Dump<Result extends DumpHealth, Visit> {
  /** What an error calls it. */
  readonly path: string;
  readonly request: (seq: number) => Uint8Array;
  readonly reader: DumpReader<Result, Visit>;
  readonly visit: Visit;
  /** It asks for one entry, with NLM_F_ACK. */
  readonly acknowledged?: boolean;
}

/**
 * Runs netlink dumps one after the other on a channel that is opened when it is first needed. What is left of a broken dump never runs into
 * the next one: that begins on a new channel.
 */
export class NetlinkDumps {
  readonly #connect: () => NetlinkChannel;
  readonly #buffer: DiagBuffer;
  readonly #tally: DumpTally;
  #channel: NetlinkChannel | undefined;
  #closed = false;
  #dumping = false;
  #seq = 0;

  /** The readers of all dumps look at `buffer`; `tally` counts how dumps went. */
  constructor(connect: () => NetlinkChannel, buffer: DiagBuffer, tally: DumpTally) {
    this.#connect = connect;
    this.#buffer = buffer;
    this.#tally = tally;
  }

  /** Opens the channel ahead of the first dump. Fails with a KernelError. */
  open(): void {
    this.#channel ??= this.#connect();
  }

  /** Runs on the calling thread for as long as the kernel takes. Fails with a KernelError, or with what the visitor threw. */
  run<Result extends DumpHealth, Visit>(dump: Dump<Result, Visit>): Result {
    const channel = this.#begin(dump);
    let whole = false;
    try {
      this.#ask(channel, dump);
      whole = this.#receive(channel, dump, MOST_DATAGRAMS);
      if (!whole) throw tooLarge(dump.path);
      return this.#ended(dump.reader.result);
    } catch (cause) {
      this.#tally.failed(cause);
      throw cause;
    } finally {
      this.#end(whole);
    }
  }

  /** The same, with pauses for others that want the thread: for tables of any size. */
  async runInSlices<Result extends DumpHealth, Visit>(dump: Dump<Result, Visit>): Promise<Result> {
    const channel = this.#begin(dump);
    let whole = false;
    try {
      this.#ask(channel, dump);
      for (let left = MOST_DATAGRAMS; left > 0; left -= SLICE_DATAGRAMS) {
        whole = this.#receive(channel, dump, SLICE_DATAGRAMS);
        if (whole) return this.#ended(dump.reader.result);
        await setImmediate();
        if (this.#closed) throw new KernelError({ code: 'closed', operation: 'dump', path: dump.path });
      }
      throw tooLarge(dump.path);
    } catch (cause) {
      this.#tally.failed(cause);
      throw cause;
    } finally {
      this.#end(whole);
    }
  }

  /** Gives the descriptor back, under a dump in slices when that ends; the next dump opens another. */
  release(): void {
    if (!this.#dumping) this.#dropChannel();
  }

  close(): void {
    this.#closed = true;
    this.release();
  }

  #begin({ path }: { readonly path: string }): NetlinkChannel {
    if (this.#closed) throw new KernelError({ code: 'closed', operation: 'dump', path });
    if (this.#dumping) throw new KernelError({ code: 'busy', operation: 'dump', path });
    this.#channel ??= this.#connect();
    this.#dumping = true;
    return this.#channel;
  }

  #ended<Result extends DumpHealth>(result: Result): Result {
    this.#tally.ended(result);
    return result;
  }

  #end(whole: boolean): void {
    this.#dumping = false;
    if (!whole || this.#closed) this.#dropChannel();
  }

  #ask<Result extends DumpHealth, Visit>(channel: NetlinkChannel, dump: Dump<Result, Visit>): void {
    this.#seq = (this.#seq + 1) >>> 0;
    const { path, acknowledged } = dump;
    dump.reader.begin({ seq: this.#seq, port: channel.port, path, acknowledged });
    channel.send(dump.request(this.#seq));
  }

  /** True when the dump has ended. */
  #receive<Result extends DumpHealth, Visit>(
    channel: NetlinkChannel,
    { reader, visit }: Dump<Result, Visit>,
    most: number,
  ): boolean {
    for (let datagrams = 0; datagrams < most; datagrams++) {
      const length = channel.receive(this.#buffer.bytes);
      if (length === 'lost') {
        this.#tally.overran();
        reader.result.interrupted = true;
      } else if (reader.readDatagram(length, visit)) return true;
    }
    return false;
  }

  #dropChannel(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }
}

function tooLarge(path: string): KernelError {
  return new KernelError({ code: 'too-large', operation: 'dump', path, detail: `over ${MOST_DATAGRAMS} datagrams` });
}
