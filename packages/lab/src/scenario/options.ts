import { parseArgs } from 'node:util';
import { wholeNumber } from '../measure/options.ts';
import { SCENARIOS } from '../scenarios/index.ts';
import type { ScenarioPart } from './Stage.ts';
import type { Scenario } from './types.ts';

/** What a person asked the lab for. */
export interface PlayOptions {
  readonly scenario: Scenario;
  readonly part: ScenarioPart;
  readonly seconds: number;
  /** Where the page is found; 0 for a free one. */
  readonly port: number;
  /** False starts sooner and needs no build, with the API alone. */
  readonly pages: boolean;
}

const FLAGS = {
  seconds: { type: 'string', default: '120' },
  port: { type: 'string', default: '0' },
  'look-alike': { type: 'boolean', default: false },
  'no-pages': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** All scenarios with their purpose, and the options. */
export const listOfScenarios = (): string => {
  const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
  return [
    'npm run lab -- SCENARIO [options]',
    '',
    'Makes a problem of the network stack in a network namespace, with the product beside it. Needs root.',
    '',
    ...SCENARIOS.map(({ name, purpose }) => `  ${name.padEnd(width)}  ${purpose}`),
    '',
    '  --seconds N   how long it goes on, 10 to 3600 (default 120)',
    '  --port N      port of the page; 0 picks a free one (default 0)',
    '  --no-pages    the API alone, without a page',
    '  --look-alike  makes what only looks like the problem, and is to open nothing',
    '',
    'npm run lab -- --all --report FILE   proves all rules, and writes what each of them did',
  ].join('\n');
};

/** @returns undefined when the list was asked for. @throws Error with a sentence for what is not allowed */
export const readPlayOptions = (argv: readonly string[]): PlayOptions | undefined => {
  const { values, positionals } = parseArgs({ args: [...argv], options: FLAGS, allowPositionals: true });
  const [name, ...more] = positionals;
  if (name === undefined || values.help) return undefined;
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (!scenario) throw new RangeError(`There is no scenario "${name}": \`npm run lab\` lists them.`);
  if (more.length > 0) throw new RangeError(`One scenario at a time, not also "${more.join(' ')}".`);
  return {
    scenario,
    part: values['look-alike'] ? 'look-alike' : 'trouble',
    seconds: wholeNumber('--seconds', values.seconds, [10, 3600]),
    port: wholeNumber('--port', values.port, [0, 65_535]),
    pages: !values['no-pages'],
  };
};
