import { isIPv4 } from 'node:net';

/** The addresses of an IPv4 network that hosts may have, in order. */
export interface Network {
  readonly size: number;
  /** As four bytes; counts round and round. */
  at(index: number): Uint8Array;
}

/** Reads "198.18.0.0/16", from /8 to /30. @throws RangeError for anything else */
export const networkOf = (text: string): Network => {
  const [address = '', bits = ''] = text.split('/');
  const length = /^\d+$/.test(bits) ? Number(bits) : Number.NaN;
  if (!isIPv4(address) || !(length >= 8 && length <= 30))
    throw new RangeError(`"${text}" is not an IPv4 network such as 198.18.0.0/16, of 8 to 30 bits.`);
  const whole = 2 ** (32 - length);
  const given = address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
  const first = given - (given % whole) + 1;
  const size = whole - 2;
  return {
    size,
    at: (index) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(first + (index % size));
      return bytes;
    },
  };
};
