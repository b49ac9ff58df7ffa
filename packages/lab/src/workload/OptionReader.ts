/** Reads a workload's options one by one, each against its bounds, and at the end complains of those it never asked for. */
export class OptionReader<Options extends object> {
  readonly #given: Map<string, unknown>;

  /** @throws TypeError when the text is no JSON object. */
  constructor(text: string) {
    const given: unknown = JSON.parse(text);
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw new TypeError('Options are one JSON object.');
    this.#given = new Map(Object.entries(given));
  }

  /** Undefined when the option was not given. @throws RangeError with the bounds. */
  optionalNumber(name: keyof Options & string, [least, most]: readonly [number, number]): number | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !(value >= least && value <= most))
      throw new RangeError(`${name} is ${JSON.stringify(value)}: it must be a number from ${least} to ${most}.`);
    return value;
  }

  number(name: keyof Options & string, bounds: readonly [number, number], fallback: number): number {
    return this.optionalNumber(name, bounds) ?? fallback;
  }

  optionalText(name: keyof Options & string): string | undefined {
    const value = this.#take(name);
    if (value !== undefined && typeof value !== 'string')
      throw new TypeError(`${name} is ${JSON.stringify(value)}: it must be text.`);
    return value;
  }

  choice<Choice extends string>(name: keyof Options & string, choices: readonly Choice[], fallback: Choice): Choice {
    const value = this.optionalText(name) ?? fallback;
    const choice = choices.find((known) => known === value);
    if (choice === undefined) throw new RangeError(`${name} is "${value}": it must be one of ${choices.join(', ')}.`);
    return choice;
  }

  flag(name: keyof Options & string, fallback: boolean): boolean {
    const value = this.#take(name) ?? fallback;
    if (typeof value !== 'boolean')
      throw new TypeError(`${name} is ${JSON.stringify(value)}: it must be true or false.`);
    return value;
  }

  /** @throws TypeError that names the options left over. */
  end(): void {
    if (this.#given.size > 0) throw new TypeError(`Unknown options: ${[...this.#given.keys()].join(', ')}.`);
  }

  #take(name: string): unknown {
    const value = this.#given.get(name);
    this.#given.delete(name);
    return value;
  }
}
