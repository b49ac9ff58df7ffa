import { ProtocolError } from '@netstrata/protocol';

/**
 * The query of a request; a parameter without a value (`step=`) counts as left out. Every reader throws a `bad-request` that names
 * the parameter and what is allowed.
 */
export class Parameters {
  readonly #values: URLSearchParams;

  /** @throws ProtocolError for a parameter that is not in `allowed` or is given twice */
  constructor(query: string, allowed: readonly string[]) {
    this.#values = new URLSearchParams(query);
    for (const name of new Set(this.#values.keys())) {
      if (!allowed.includes(name)) throw bad(`unknown parameter "${name.slice(0, 64)}": ${listOf(allowed)}`);
      if (this.#values.getAll(name).length > 1) throw bad(`parameter "${name}" is given more than once`);
    }
  }

  /** Undefined when it is absent. */
  text(name: string, maxLength: number): string | undefined {
    const value = this.#given(name);
    if (value === undefined) return undefined;
    if (value.length > maxLength) throw bad(`parameter "${name}" has at most ${maxLength} characters`);
    return value;
  }

  integer(name: string, { min, max }: { readonly min: number; readonly max: number }): number | undefined {
    const value = this.#given(name);
    if (value === undefined) return undefined;
    const number = /^-?\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    throw bad(`parameter "${name}" must be a whole number from ${min} to ${max}`);
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.#given(name);
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw bad(`parameter "${name}" must be one of ${choices.join(', ')}`);
    return found;
  }

  #given(name: string): string | undefined {
    return this.#values.get(name) || undefined;
  }
}

function listOf(allowed: readonly string[]): string {
  return allowed.length === 0 ? 'this address takes none' : `there are ${allowed.join(', ')}`;
}

function bad(message: string): ProtocolError {
  return new ProtocolError('bad-request', 'api', message);
}
