/** One line of a calculation, in the order of the reasoning: what, how it comes about, how much. */
export interface Step {
  readonly name: string;
  /** The formula with its numbers: `125 MB/s x 40 ms`. */
  readonly how: string;
  readonly value: number;
  readonly unit:
    | 'bytes'
    | 'pages'
    | 'packets'
    | 'connections'
    | 'sockets'
    | 'seconds'
    | 'connections/s'
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
  /** The answer in one or two sentences. */
  readonly answer: string;
  readonly steps: readonly Step[];
  readonly wishes: readonly Wish[];
  /** What the answer leaves out or takes for granted. */
  readonly caveats: readonly string[];
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
