import { parseArgs } from 'node:util';

/** What a bench was asked to do. */
export interface BenchOptions {
  /** Length of each window. */
  readonly seconds: number;
  /** How many sockets are open, one round of measurements for each. */
  readonly sockets: readonly number[];
  /** Where the rows go as JSON, beside the table. */
  readonly json: string | undefined;
}

const MOST_SOCKETS = 60_000;

const wholeNumber = (flag: string, text: string, [least, most]: readonly [number, number]): number => {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new RangeError(`${flag} is "${text}": whole numbers from ${least} to ${most}.`);
  return value;
};

/** @throws Error with a sentence for an unknown flag or a value that is not allowed */
export const readBenchOptions = (argv: readonly string[]): BenchOptions => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seconds: { type: 'string', default: '20' },
      sockets: { type: 'string', default: '0,1000,10000' },
      json: { type: 'string' },
    },
  });
  return {
    seconds: wholeNumber('--seconds', values.seconds, [3, 600]),
    sockets: values.sockets.split(',').map((count) => wholeNumber('--sockets', count.trim(), [0, MOST_SOCKETS])),
    json: values.json,
  };
};
