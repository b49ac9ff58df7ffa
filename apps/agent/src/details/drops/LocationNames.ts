import { KernelError, type KernelSymbol, kernelSymbols } from '@netstrata/kernel';

/** Looking for names reads the whole of /proc/kallsyms, some 0.1 s of a core: not for each new place at once. */
const EVERY_MS = 10_000;
const MOST_NAMES = 1000;

export type SymbolLookup = (addresses: Iterable<number>) => Promise<ReadonlyMap<number, KernelSymbol>>;

/** Function names of places in the kernel, found in the background. */
export class LocationNames {
  readonly #lookup: SymbolLookup;
  readonly #names = new Map<number, string | undefined>();
  readonly #wanted = new Set<number>();
  #searching = false;
  #searchedMs = Number.NEGATIVE_INFINITY;
  #unnamed: string | undefined;

  constructor(lookup: SymbolLookup = kernelSymbols) {
    this.#lookup = lookup;
  }

  /** Why there are no names. */
  get unnamed(): string | undefined {
    return this.#unnamed;
  }

  nameOf(location: number): string | undefined {
    return this.#names.get(location);
  }

  /** Looks for those without a name when it is time. Resolves when there is nothing to wait for; never fails. */
  async want(locations: readonly number[], monoMs: number): Promise<void> {
    for (const location of locations)
      if (!this.#names.has(location) && this.#names.size + this.#wanted.size < MOST_NAMES) this.#wanted.add(location);
    if (this.#wanted.size === 0 || this.#searching || monoMs - this.#searchedMs < EVERY_MS) return;
    this.#searching = true;
    this.#searchedMs = monoMs;
    try {
      await this.#search();
    } finally {
      this.#searching = false;
    }
  }

  async #search(): Promise<void> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    try {
      const found = await this.#lookup(wanted);
      for (const location of wanted) this.#names.set(location, textOf(found.get(location)));
      this.#unnamed = wanted.some((location) => found.has(location))
        ? undefined
        : 'this kernel hides its addresses from the agent (CAP_SYSLOG shows them, unless kernel.kptr_restrict is 2)';
    } catch (cause) {
      this.#unnamed = cause instanceof KernelError ? cause.message : String(cause);
    }
  }
}

function textOf(symbol: KernelSymbol | undefined): string | undefined {
  if (symbol === undefined) return undefined;
  return symbol.module === undefined ? symbol.name : `${symbol.name} [${symbol.module}]`;
}
