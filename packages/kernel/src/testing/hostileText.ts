import fc from 'fast-check';
import { expect } from 'vitest';
import { KernelError } from '../KernelError.ts';

/** Above, a number may be rounded, also after a division by 100. */
const MOST_EXACT = Number.MAX_SAFE_INTEGER / 1000;

export interface HostileTextOptions {
  readonly parse: (text: string) => unknown;
  readonly good: string;
  /** The digits with which the file says this number. */
  readonly digitsOf?: (value: number) => string;
}

/**
 * Feeds a parser everything but what the kernel writes: each truncation of a good file, good files with a few bytes changed,
 * and random text. It must give rows whose every number stands in the text, or fail with a KernelError of code `malformed`.
 */
export function expectNoInvention({ parse, good, digitsOf = String }: HostileTextOptions): void {
  const check = (text: string) => {
    let rows: unknown;
    try {
      rows = parse(text);
    } catch (error) {
      if (!(error instanceof KernelError) || error.code !== 'malformed') throw error;
      return;
    }
    for (const value of numbersIn(rows)) {
      // Not expect(): there are too many numbers to be asserted one by one.
      const rounded = Math.abs(value) > MOST_EXACT;
      if (!rounded && !text.includes(digitsOf(value))) expect.fail(`${value} is not in ${JSON.stringify(text)}`);
    }
  };
  for (let length = 0; length < good.length; length++) check(good.slice(0, length));
  const change = fc.tuple(
    fc.nat(good.length - 1),
    fc.constantFrom(' ', '\n', '\t', ':', '-', '0', '9', 'x', '\0', '\ud800'),
  );
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => check(withChanges(good, changes))),
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => check(new TextDecoder().decode(bytes))));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...good.split('\n')), { maxLength: 12 }), (lines) =>
      check(`${lines.join('\n')}\n`),
    ),
  );
}

function withChanges(text: string, changes: readonly (readonly [number, string])[]): string {
  const characters = text.split('');
  for (const [at, character] of changes) characters[at] = character;
  return characters.join('');
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
