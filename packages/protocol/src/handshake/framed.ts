/**
 * The bytes that a proof is about: what they are for, then each part with its length before it, so that no two lists of parts and
 * no two purposes share their bytes.
 */
export function framed(purpose: string, parts: readonly string[]): Buffer {
  const all = [`netstrata/2 ${purpose}`, ...parts].map((part) => Buffer.from(part, 'utf8'));
  return Buffer.concat([lengthOf(all.length), ...all.flatMap((part) => [lengthOf(part.length), part])]);
}

function lengthOf(count: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(count);
  return bytes;
}
