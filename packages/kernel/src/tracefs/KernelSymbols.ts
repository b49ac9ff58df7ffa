import { type FileHandle, open } from 'node:fs/promises';
import { toKernelError } from '../KernelError.ts';

/** `tcp_v4_rcv+0x99`, and the module it is in. */
export interface KernelSymbol {
  readonly name: string;
  readonly module: string | undefined;
}

interface Candidate {
  address: number;
  line: string;
}

const ADDRESS_DIGITS = 16;
const CHUNK_BYTES = 64 * 1024;
const LONGEST_LINE_BYTES = 1024;
const NEWLINE = 10;
/** No function is longer: what lies farther behind a symbol belongs to none (memory of a BPF program, say). */
const LONGEST_FUNCTION_BYTES = 1024 * 1024;
const decoder = new TextDecoder('latin1');

/**
 * The functions in which addresses of kernel code lie, from /proc/kallsyms. The file is some 5 MB and is read once a call, in
 * pieces, without being kept; it is sorted for the kernel itself but not for modules.
 *
 * Addresses are those of addressReader(): without their top 16 bits. Nothing is found where the kernel hides addresses and
 * prints zeros: that takes CAP_SYSLOG (kernel.kptr_restrict 1), or nothing at all brings it (2).
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/kernel/kallsyms.c?h=v6.18 (s_show, kallsyms_show_value)
 */
export async function kernelSymbols(
  addresses: Iterable<number>,
  path = '/proc/kallsyms',
): Promise<ReadonlyMap<number, KernelSymbol>> {
  const search = new SymbolSearch(addresses);
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const chunk = new Uint8Array(CHUNK_BYTES);
    let kept = 0;
    for (;;) {
      const { bytesRead } = await file.read(chunk, kept, chunk.length - kept, null);
      if (bytesRead === 0) return search.found();
      const end = kept + bytesRead;
      const used = search.take(chunk.subarray(0, end));
      kept = end - used > LONGEST_LINE_BYTES ? 0 : end - used;
      chunk.copyWithin(0, end - kept, end);
    }
  } catch (cause) {
    throw toKernelError(cause, 'read', path);
  } finally {
    await file?.close();
  }
}

/** Keeps for each wanted address the nearest symbol before it. */
export class SymbolSearch {
  readonly #wanted: Float64Array;
  readonly #best: Candidate[];

  constructor(addresses: Iterable<number>) {
    this.#wanted = Float64Array.from(new Set(addresses)).toSorted();
    this.#best = Array.from(this.#wanted, () => ({ address: 0, line: '' }));
  }

  /** Takes the whole lines at the beginning of `bytes`, and gives how many bytes they are. */
  take(bytes: Uint8Array): number {
    let start = 0;
    // The line of the candidate that was found last: text is made of it only once a better one has not followed at once.
    let held: { readonly at: number; readonly start: number; readonly end: number } | undefined;
    const settle = (): void => {
      const candidate = held === undefined ? undefined : this.#best[held.at];
      if (held !== undefined && candidate !== undefined)
        candidate.line = decoder.decode(bytes.subarray(held.start, held.end));
      held = undefined;
    };
    for (;;) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end < 0) break;
      const address = addressAt(bytes, start, end);
      const at = address === 0 ? this.#wanted.length : this.#firstAtOrAbove(address);
      const candidate = this.#best[at];
      if (candidate !== undefined && address > candidate.address) {
        if (held?.at !== at) settle();
        candidate.address = address;
        held = { at, start, end };
      }
      start = end + 1;
    }
    settle();
    return start;
  }

  found(): Map<number, KernelSymbol> {
    const found = new Map<number, KernelSymbol>();
    let nearest: Candidate = { address: 0, line: '' };
    this.#wanted.forEach((wanted, at) => {
      const candidate = this.#best[at];
      if (candidate !== undefined && candidate.address > nearest.address) nearest = candidate;
      const offset = wanted - nearest.address;
      const [, name, module] = /^[0-9a-f]+ [a-zA-Z] ([^\s]{1,128})(?:\t\[([^\]]{1,64})\])?$/.exec(nearest.line) ?? [];
      if (name !== undefined && offset < LONGEST_FUNCTION_BYTES)
        found.set(wanted, { name: `${name}+0x${offset.toString(16)}`, module });
    });
    return found;
  }

  #firstAtOrAbove(address: number): number {
    let low = 0;
    let high = this.#wanted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#wanted[middle] ?? 0) < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The last 12 of 16 hex digits, or all of the 8 that a 32-bit kernel prints; 0 for a line that is none. */
function addressAt(bytes: Uint8Array, start: number, end: number): number {
  const digits = bytes[start + 8] === 32 ? 8 : ADDRESS_DIGITS;
  if (end - start < digits + 4 || bytes[start + digits] !== 32) return 0;
  let value = 0;
  for (let at = start + Math.max(0, digits - 12); at < start + digits; at++) {
    const byte = bytes[at] ?? 0;
    const digit = byte >= 97 ? byte - 87 : byte - 48;
    if (digit < 0 || digit > 15) return 0;
    value = value * 16 + digit;
  }
  return value;
}
