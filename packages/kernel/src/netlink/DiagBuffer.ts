/** A receive buffer seen as bytes and as 32-bit words: netlink aligns everything to four bytes. */
export class DiagBuffer {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;

  constructor(size: number) {
    const memory = new ArrayBuffer(size);
    this.bytes = new Uint8Array(memory);
    this.words = new Uint32Array(memory);
  }
}
