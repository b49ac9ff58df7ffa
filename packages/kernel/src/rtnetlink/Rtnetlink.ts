import { DiagBuffer } from '../netlink/DiagBuffer.ts';
import { DUMP_TALLIES, type DumpTally } from '../netlink/DumpTally.ts';
import { dumpMessage } from '../netlink/dumpMessage.ts';
import { NetlinkDumps } from '../netlink/NetlinkDumps.ts';
import { type NetlinkChannel, NetlinkSocket } from '../netlink/NetlinkSocket.ts';
import { NLMSG_HEADER_BYTES } from '../netlink/wire.ts';
import { RtReader, type RtResult, type RtVisitor } from './RtReader.ts';
import { NETLINK_ROUTE } from './wire.ts';

const PATH = 'NETLINK_ROUTE';
/** The kernel fills datagrams of up to 32 KiB for a buffer that has the room. */
const BUFFER_BYTES = 64 * 1024;
const TIMEOUT_MS = 2000;
/** A table that changes under each of so many dumps is taken as the last one showed it. */
const MOST_TRIES = 3;

/** One of the kernel's network tables: how to ask for it and how its entries begin. */
export interface RtTable {
  /** `RTM_GETLINK`: for errors. */
  readonly name: string;
  readonly request: number;
  readonly entry: number;
  readonly headerBytes: number;
  /** Of the request; all zeros, any family and any device, unless said. */
  readonly header?: Uint8Array;
  /** Attributes behind the header of the request. */
  readonly attributes?: Uint8Array;
}

/**
 * Dumps of the tables that rtnetlink shows: links, addresses, routes, neighbours, queueing disciplines. No privilege is needed. The tables are those of
 * the network namespace that this process is in.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/core/rtnetlink.c?h=v6.18
 */
export class Rtnetlink {
  /** What visitors look at. */
  readonly buffer = new DiagBuffer(BUFFER_BYTES);
  readonly #dumps: NetlinkDumps;
  readonly #readers = new Map<number, RtReader>();
  readonly #tally: DumpTally;

  constructor(connect: () => NetlinkChannel = Rtnetlink.connect, tally: DumpTally = DUMP_TALLIES.rtnetlink) {
    this.#tally = tally;
    this.#dumps = new NetlinkDumps(connect, this.buffer, tally);
  }

  /** A channel to the kernel in the network namespace that the calling thread is in. Fails with a KernelError. */
  static connect(): NetlinkChannel {
    return new NetlinkSocket(NETLINK_ROUTE, { path: PATH, timeoutMs: TIMEOUT_MS });
  }

  /**
   * Shows each entry to `visit`, in place. A dump under which the table changed is begun again, and `restart` called before: what was seen
   * of it does not count. Fails with a KernelError, or with what `visit` threw.
   */
  async dump(table: RtTable, visit: RtVisitor, restart: () => void): Promise<RtResult> {
    const reader = this.#readerOf(table);
    const run = { path: `${PATH} ${table.name}`, request: (seq: number) => requestOf(table, seq), reader, visit };
    for (let tries = 1; ; tries++) {
      restart();
      const result = await this.#dumps.runInSlices(run);
      if (!result.interrupted || tries === MOST_TRIES) return result;
      this.#tally.retried();
    }
  }

  /** Gives the descriptor back until the next dump. */
  release(): void {
    this.#dumps.release();
  }

  close(): void {
    this.#dumps.close();
  }

  #readerOf({ entry, headerBytes }: RtTable): RtReader {
    const reader = this.#readers.get(entry) ?? new RtReader(this.buffer, { type: entry, headerBytes });
    this.#readers.set(entry, reader);
    return reader;
  }
}

function requestOf(
  { request, headerBytes, header = new Uint8Array(0), attributes = new Uint8Array(0) }: RtTable,
  seq: number,
): Uint8Array {
  const message = dumpMessage(request, headerBytes + attributes.length, seq);
  const bytes = new Uint8Array(message.buffer);
  bytes.set(header, NLMSG_HEADER_BYTES);
  bytes.set(attributes, NLMSG_HEADER_BYTES + headerBytes);
  return bytes;
}
