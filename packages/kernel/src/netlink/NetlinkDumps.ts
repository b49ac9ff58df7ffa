import { KernelError } from '../KernelError.ts';
import type { DiagBuffer } from './DiagBuffer.ts';
import type { DumpHealth, DumpReader } from './DumpReader.ts';
import type { NetlinkChannel } from './NetlinkSocket.ts';

/** A dump that goes on without an end, however its messages look, is broken off. A million sockets take about 15,000 datagrams. */
const MOST_DATAGRAMS = 1_000_000;

/** One kind of dump: what to ask, who reads the answer, and whom it is shown to. */
export interface Dump<Result extends DumpHealth, Visit> {
  /** What an error calls it. */
  readonly path: string;
  readonly request: (seq: number) => Uint8Array;
  readonly reader: DumpReader<Result, Visit>;
  readonly visit: Visit;
}

/**
 * Runs netlink dumps one after the other on a channel that is opened when it is first needed. What is left of a broken dump never runs into
 * the next one: that begins on a new channel.
 */
export class NetlinkDumps {
  readonly #connect: () => NetlinkChannel;
  readonly #buffer: DiagBuffer;
  #channel: NetlinkChannel | undefined;
  #closed = false;
  #dumping = false;
  #seq = 0;

  /** The readers of all dumps look at `buffer`. */
  constructor(connect: () => NetlinkChannel, buffer: DiagBuffer) {
    this.#connect = connect;
    this.#buffer = buffer;
  }

  /** Opens the channel ahead of the first dump. Fails with a KernelError. */
  open(): void {
    this.#channel ??= this.#connect();
  }

  /** Runs on the calling thread for as long as the kernel takes. Fails with a KernelError, or with what the visitor threw. */
  run<Result extends DumpHealth, Visit>(dump: Dump<Result, Visit>): Result {
    const { path, request, reader } = dump;
    if (this.#closed) throw new KernelError({ code: 'closed', operation: 'dump', path });
    if (this.#dumping) throw new KernelError({ code: 'busy', operation: 'dump', path });
    this.#dumping = true;
    let whole = false;
    try {
      this.#channel ??= this.#connect();
      this.#seq = (this.#seq + 1) >>> 0;
      reader.begin({ seq: this.#seq, port: this.#channel.port, path });
      this.#channel.send(request(this.#seq));
      this.#receiveAll(this.#channel, dump);
      whole = true;
      return reader.result;
    } finally {
      this.#dumping = false;
      if (!whole) this.release();
    }
  }

  /** Gives the descriptor back; the next dump opens another. */
  release(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }

  close(): void {
    this.#closed = true;
    this.release();
  }

  #receiveAll<Result extends DumpHealth, Visit>(channel: NetlinkChannel, dump: Dump<Result, Visit>): void {
    const { path, reader, visit } = dump;
    for (let datagrams = 0; datagrams < MOST_DATAGRAMS; datagrams++) {
      const length = channel.receive(this.#buffer.bytes);
      if (length === 'lost') reader.result.interrupted = true;
      else if (reader.readDatagram(length, visit)) return;
    }
    throw new KernelError({ code: 'too-large', operation: 'dump', path, detail: `over ${MOST_DATAGRAMS} datagrams` });
  }
}
