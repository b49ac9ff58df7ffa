import type { Attributes } from '../netlink/Attributes.ts';
import { attributeBytes, nestedBytes, textBytes, u32Bytes } from '../netlink/attributeBytes.ts';
import { BIT, BITS_BIT, BITSET } from './numbers.ts';

/**
 * The numbers of the bits that are set in a compact bitset, or of those that its mask says it is about; undefined where the kernel sent
 * it in another form.
 */
export function bitsOf(
  bitset: Attributes | undefined,
  part: 'value' | 'mask' = 'value',
): ReadonlySet<number> | undefined {
  const size = bitset?.u32(BITSET.size);
  const value = bitset?.bytes(BITSET[part]);
  if (size === undefined || value === undefined) return undefined;
  const bits = new Set<number>();
  for (let bit = 0; bit < Math.min(size, value.length * 8); bit++)
    if ((((value[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1) bits.add(bit);
  return bits;
}

/** A bitset of a request in the longer form, about one bit by its name: all others stay as they are. */
export function bitByNameBytes(type: number, name: string, on: boolean): Uint8Array {
  const value = on ? [attributeBytes(BIT.value, new Uint8Array())] : [];
  return nestedBytes(type, [nestedBytes(BITSET.bits, [nestedBytes(BITS_BIT, [textBytes(BIT.name, name), ...value])])]);
}

/** A compact bitset of a request, in which every bit counts. */
export function bitsetBytes(type: number, size: number, bits: number): Uint8Array {
  return nestedBytes(type, [
    attributeBytes(BITSET.nomask, new Uint8Array()),
    u32Bytes(BITSET.size, size),
    u32Bytes(BITSET.value, bits),
  ]);
}
