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

export interface MemoryOptions {
  readonly minutes: number;
  readonly sockets: number;
  readonly json: string | undefined;
}

const MOST_SOCKETS = 200_000;

/** @throws RangeError that names the flag and its bounds */
export const wholeNumber = (flag: string, text: string, [least, most]: readonly [number, number]): number => {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new RangeError(`${flag} is "${text}": whole numbers from ${least} to ${most}.`);
  return value;
};
const socketCount = (text: string): number => wholeNumber('--sockets', text.trim(), [0, MOST_SOCKETS]);

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
    sockets: values.sockets.split(',').map(socketCount),
    json: values.json,
  };
};

/** @throws Error with a sentence for an unknown flag or a value that is not allowed */
export const readMemoryOptions = (argv: readonly string[]): MemoryOptions => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: 'string', default: '30' },
      sockets: { type: 'string', default: '1000' },
      json: { type: 'string' },
    },
  });
  return {
    minutes: wholeNumber('--minutes', values.minutes, [1, 1440]),
    sockets: socketCount(values.sockets),
    json: values.json,
  };
};
