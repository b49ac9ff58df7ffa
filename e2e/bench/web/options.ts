import { parseArgs } from 'node:util';

export interface WebOptions {
  /** How long memory is looked at. */
  readonly minutes: number;
  /** On the wall. */
  readonly hosts: number;
  /** Hosts in the list of all of them. */
  readonly listed: number;
  /** In the list that is scrolled. */
  readonly sockets: number;
  /** Over which work is counted. */
  readonly ticks: number;
  /** The measures to make; all unless said. */
  readonly only: readonly string[] | undefined;
  /** Where the rows go as JSON, beside the table. */
  readonly json: string | undefined;
}

const wholeNumber = (flag: string, text: string, [least, most]: readonly [number, number]): number => {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new RangeError(`${flag} is "${text}": whole numbers from ${least} to ${most}.`);
  return value;
};

/** @throws Error with a sentence for an unknown flag or a value that is not allowed */
export const readWebOptions = (argv: readonly string[], measures: readonly string[]): WebOptions => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: 'string', default: '5' },
      hosts: { type: 'string', default: '200' },
      listed: { type: 'string', default: '500' },
      sockets: { type: 'string', default: '20000' },
      ticks: { type: 'string', default: '30' },
      only: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const only = values.only?.split(',');
  const wrong = only?.find((name) => !measures.includes(name));
  if (wrong !== undefined) throw new RangeError(`--only has "${wrong}": there are ${measures.join(', ')}.`);
  return {
    minutes: wholeNumber('--minutes', values.minutes, [1, 1440]),
    hosts: wholeNumber('--hosts', values.hosts, [1, 1000]),
    listed: wholeNumber('--listed', values.listed, [100, 1000]),
    sockets: wholeNumber('--sockets', values.sockets, [100, 100_000]),
    ticks: wholeNumber('--ticks', values.ticks, [5, 3600]),
    only,
    json: values.json,
  };
};
