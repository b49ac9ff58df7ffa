import type { Words } from '@netstrata/metrics';

/** One line of a calculation, in the order of the reasoning: what, how it comes about, how much. */
export interface Step {
  /** Tells the steps of a calculation apart. */
  readonly id: string;
  readonly name: Words;
  /** The formula with its numbers: `125 MB/s × 40 ms`. */
  readonly how: Words;
  readonly value: number;
  readonly unit:
    | 'bytes'
    | 'packets'
    | 'connections'
    | 'seconds'
    | 'connections/s'
    | 'packets/s'
    | 'entries'
    | 'bytes/s';
}

/** A setting that the calculation leads to. */
export interface Wish {
  readonly tunable: string;
  /** As the kernel takes it; three numbers for a triple. */
  readonly value: string;
}

export interface Calculation {
  /** Whether what is asked for fits, where something is. */
  readonly fits: boolean;
  /** The answer in one or two sentences. */
  readonly answer: Words;
  readonly steps: readonly Step[];
  readonly wishes: readonly Wish[];
  /** What the answer leaves out or takes for granted. */
  readonly caveats: readonly Words[];
}

/** A question that cannot be answered as it stands: which input, and what it must be. */
export class CalculationError extends RangeError {
  readonly input: string;

  constructor(input: string, must: string) {
    super(`${input} must be ${must}`);
    this.name = 'CalculationError';
    this.input = input;
  }
}

export interface Range {
  readonly least: number;
  readonly most: number;
}

/** The number, when it is finite and inside the range. @throws CalculationError */
export function inRange(input: string, value: number, { least, most }: Range): number {
  if (!Number.isFinite(value) || value < least || value > most)
    throw new CalculationError(input, `a number from ${least} to ${most}, and is ${value}`);
  return value;
}
