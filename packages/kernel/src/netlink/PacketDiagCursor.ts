import type { PacketFlag, PacketRing, PacketSocket, PacketSocketType } from '../types.ts';
import { AttributeTable } from './AttributeTable.ts';
import { cookieText } from './cookieText.ts';
import type { DiagBuffer } from './DiagBuffer.ts';
import type { DiagCursor } from './DiagReader.ts';
import { known } from './known.ts';
import { skmemOf } from './skmemOf.ts';
import { AF_PACKET, PACKET_DIAG, PACKET_DIAG_MSG_BYTES, PACKET_MSG } from './wire.ts';

/** SOCK_DGRAM and SOCK_RAW; SOCK_PACKET of Linux 2.0 counts as raw. */
const TYPES: Readonly<Record<number, PacketSocketType>> = { 2: 'dgram', 3: 'raw', 10: 'raw' };
const FLAGS: readonly PacketFlag[] = ['running', 'auxdata', 'origdev', 'vnethdr', 'loss'];
/** struct sock_filter. */
const INSTRUCTION_BYTES = 8;
/** struct packet_diag_ring. */
const RING_BYTES = 28;

/**
 * One packet socket of a dump, seen in place in the receive buffer; valid only inside the visitor it was given to. There are few of them
 * on any machine, so all there is to ask for is a copy.
 *
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/packet/diag.c?h=v6.18
 */
export class PacketDiagCursor implements DiagCursor {
  readonly cookieOffset = PACKET_MSG.cookie;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #attributes: AttributeTable;
  #at = 0;

  constructor(buffer: DiagBuffer) {
    this.#bytes = buffer.bytes;
    this.#words = buffer.words;
    this.#attributes = new AttributeTable(buffer, PACKET_DIAG.filter);
  }

  holds(at: number, end: number): boolean {
    return (
      at + PACKET_DIAG_MSG_BYTES <= end &&
      this.#bytes[at + PACKET_MSG.family] === AF_PACKET &&
      TYPES[this.#bytes[at + PACKET_MSG.type] ?? 0] !== undefined
    );
  }

  moveTo(at: number, end: number): boolean {
    this.#at = at;
    return this.#attributes.read(at + PACKET_DIAG_MSG_BYTES, end);
  }

  /** A lasting copy. */
  toSocket(): PacketSocket {
    const attributes = this.#attributes;
    const info = (offset: number) => known(attributes.u32(PACKET_DIAG.info, offset));
    const fanout = known(attributes.u32(PACKET_DIAG.fanout));
    const flags = info(20);
    return {
      type: TYPES[this.#bytes[this.#at + PACKET_MSG.type] ?? 0] ?? 'raw',
      etherType: this.#word(0) >>> 16,
      inode: this.#word(PACKET_MSG.inode),
      cookie: cookieText({ cookieLow: this.#word(PACKET_MSG.cookie), cookieHigh: this.#word(PACKET_MSG.cookie + 4) }),
      uid: known(attributes.u32(PACKET_DIAG.uid)),
      interfaceIndex: info(0),
      version: info(4),
      reserveBytes: info(8),
      copyThresholdBytes: info(12),
      flags: flags === undefined ? undefined : FLAGS.filter((_, bit) => ((flags >> bit) & 1) === 1),
      rxRing: this.#ring(PACKET_DIAG.rxRing),
      txRing: this.#ring(PACKET_DIAG.txRing),
      fanout: fanout === undefined ? undefined : { id: fanout & 0xffff, type: fanout >>> 16 },
      filterInstructions: attributes.has(PACKET_DIAG.filter)
        ? Math.floor(attributes.size(PACKET_DIAG.filter) / INSTRUCTION_BYTES)
        : undefined,
      skmem: skmemOf({ skmemWord: (word) => attributes.u32(PACKET_DIAG.meminfo, word * 4) }),
    };
  }

  #word(offset: number): number {
    return this.#words[(this.#at + offset) >> 2] ?? 0;
  }

  #ring(type: number): PacketRing | undefined {
    if (this.#attributes.size(type) < RING_BYTES) return undefined;
    const word = (at: number) => this.#attributes.u32(type, at * 4);
    return {
      blockBytes: word(0),
      blocks: word(1),
      frameBytes: word(2),
      frames: word(3),
      retireMs: word(4),
      features: word(6),
    };
  }
}
