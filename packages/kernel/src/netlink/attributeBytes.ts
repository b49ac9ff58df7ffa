const HEADER_BYTES = 4;
const NLA_F_NESTED = 0x8000;

/** One attribute of a request, padded to four bytes. */
export function attributeBytes(type: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + ((payload.length + 3) & ~3));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, HEADER_BYTES + payload.length, true);
  view.setUint16(2, type, true);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

/** An attribute that holds others. */
export function nestedBytes(type: number, attributes: readonly Uint8Array[]): Uint8Array {
  return attributeBytes(type | NLA_F_NESTED, new Uint8Array(Buffer.concat(attributes)));
}

/** A number of four bytes, little-endian. */
export function u32Bytes(type: number, value: number): Uint8Array {
  const payload = new Uint8Array(4);
  new DataView(payload.buffer).setUint32(0, value, true);
  return attributeBytes(type, payload);
}

/** A number of one byte. */
export function u8Bytes(type: number, value: number): Uint8Array {
  return attributeBytes(type, Uint8Array.of(value));
}

/** With the NUL that the kernel wants. */
export function textBytes(type: number, text: string): Uint8Array {
  return attributeBytes(type, Buffer.from(`${text}\0`));
}
