import type { Skmem } from '../types.ts';
import { known } from './known.ts';
import { SKMEM } from './wire.ts';

const OLDEST_SKMEM_WORDS = 7;

/** What a cursor shows of a socket's memory; a word that was not sent is NaN. */
interface SkmemWords {
  readonly skmemWord: (word: number) => number;
}

/** A lasting copy of the words of SK_MEMINFO; undefined where the kernel sent none of them. */
export function skmemOf(cursor: SkmemWords): Skmem | undefined {
  const word = (name: keyof typeof SKMEM) => cursor.skmemWord(SKMEM[name]);
  if (Number.isNaN(cursor.skmemWord(OLDEST_SKMEM_WORDS - 1))) return undefined;
  return {
    rmemAlloc: word('rmemAlloc'),
    rcvbuf: word('rcvbuf'),
    wmemAlloc: word('wmemAlloc'),
    sndbuf: word('sndbuf'),
    // A signed number in the kernel: it is below zero while a charge is under way.
    fwdAlloc: word('fwdAlloc') | 0,
    wmemQueued: word('wmemQueued'),
    optmem: word('optmem'),
    backlog: known(word('backlog')),
    drops: known(word('drops')),
  };
}
