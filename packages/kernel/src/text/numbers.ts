import { excerpt, malformed } from './lines.ts';

/** 2^64 has 20 digits: longer is no kernel counter. */
const DECIMAL = /^-?[0-9]{1,20}$/;
const UNSIGNED = /^[0-9]{1,20}$/;
const HEX_WORD = /^[0-9a-f]{8}$/;

/** A decimal as the kernel prints it (%lu, %ld, %llu); beyond 2^53 rounded to the nearest number that JavaScript has. */
export function parseDecimal(path: string, word: string): number {
  if (!DECIMAL.test(word)) throw malformed(path, `${excerpt(word)} is not a number`);
  return Number(word);
}

/** A decimal that cannot be negative. */
export function parseUnsigned(path: string, word: string): number {
  if (!UNSIGNED.test(word)) throw malformed(path, `${excerpt(word)} is not a counter`);
  return Number(word);
}

/** A 32-bit word printed with %08x. */
export function parseHexWord(path: string, word: string): number {
  if (!HEX_WORD.test(word)) throw malformed(path, `${excerpt(word)} is not a word of eight hex digits`);
  return Number.parseInt(word, 16);
}
