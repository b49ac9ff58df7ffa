import { KernelError } from '../KernelError.ts';
import { addressOf, POINTER_BYTES } from '../libc.ts';
import { DiagBuffer } from './DiagBuffer.ts';

/** struct mmsghdr and struct iovec where pointers have eight bytes (bits/socket.h, bits/types/struct_iovec.h). */
const HEADER_BYTES = 64;
const HEADER = { vector: 16, vectorCount: 24, messageBytes: 56 } as const;
const VECTOR_BYTES = 16;

/** Room for several messages that one system call receives: a call from JavaScript costs four times as much as the kernel's part of it. */
export class MessageBatch {
  readonly size: number;
  readonly slotBytes: number;
  readonly buffer: DiagBuffer;
  /** What recvmmsg is given. */
  readonly headers: Uint8Array;
  readonly #words: Uint32Array;
  /** Held because only addresses inside it are known elsewhere. */
  readonly #vectors: BigUint64Array;

  /** Fails with `unsupported` where pointers are not of 64 bits. */
  constructor(size: number, slotBytes: number) {
    if (POINTER_BYTES !== 8) throw new KernelError({ code: 'unsupported', operation: 'open', path: 'recvmmsg' });
    this.size = size;
    this.slotBytes = slotBytes;
    this.buffer = new DiagBuffer(size * slotBytes);
    const headers = new ArrayBuffer(size * HEADER_BYTES);
    this.headers = new Uint8Array(headers);
    this.#words = new Uint32Array(headers);
    const vectors = new ArrayBuffer(size * VECTOR_BYTES);
    this.#vectors = new BigUint64Array(vectors);
    const view = new DataView(headers);
    const slots = addressOf(this.buffer.bytes);
    const firstVector = addressOf(new Uint8Array(vectors));
    for (let at = 0; at < size; at++) {
      this.#vectors[at * 2] = slots + BigInt(at * slotBytes);
      this.#vectors[at * 2 + 1] = BigInt(slotBytes);
      view.setBigUint64(at * HEADER_BYTES + HEADER.vector, firstVector + BigInt(at * VECTOR_BYTES), true);
      view.setBigUint64(at * HEADER_BYTES + HEADER.vectorCount, 1n, true);
    }
  }

  /** Where the message begins in the buffer. */
  startOf(message: number): number {
    return message * this.slotBytes;
  }

  /** Bytes that the message had; more than a slot has when it did not fit and was cut. */
  lengthOf(message: number): number {
    return this.#words[(message * HEADER_BYTES + HEADER.messageBytes) >> 2] ?? 0;
  }
}
