const WORD_DIGITS = 8;
const NIBBLE_BITS = 4;

/** The kernel's CPU mask as a list: `0-3,8` for `00000000,0000010f`; empty for none. */
export function cpuList(mask: string): string {
  const digits = mask
    .split(',')
    .map((word) => word.padStart(WORD_DIGITS, '0'))
    .join('');
  const ranges: [first: number, last: number][] = [];
  for (let bit = 0; bit < digits.length * NIBBLE_BITS; bit++) {
    const nibble = Number.parseInt(digits.charAt(digits.length - 1 - Math.floor(bit / NIBBLE_BITS)), 16);
    if (((nibble >> (bit % NIBBLE_BITS)) & 1) === 0) continue;
    const range = ranges.at(-1);
    if (range?.[1] === bit - 1) range[1] = bit;
    else ranges.push([bit, bit]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}
